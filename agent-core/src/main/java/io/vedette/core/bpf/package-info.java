/// The life of the programs in the kernel: open, load what the kernel takes, attach, count, detach.
@NullMarked
package io.vedette.core.bpf;

import org.jspecify.annotations.NullMarked;

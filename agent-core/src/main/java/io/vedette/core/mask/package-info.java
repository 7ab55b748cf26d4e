/// Secrets on command lines: what must not leave the process.
@NullMarked
package io.vedette.core.mask;

import org.jspecify.annotations.NullMarked;

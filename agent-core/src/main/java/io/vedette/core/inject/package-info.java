/// Adds the sidecar to definitions of tasks, and takes it out again. Bytes in, bytes out: no file is touched.
@NullMarked
package io.vedette.core.inject;

import org.jspecify.annotations.NullMarked;

/// Checksums of the files that are executed or loaded, found out beside the way of the events.
@NullMarked
package io.vedette.core.digest;

import org.jspecify.annotations.NullMarked;

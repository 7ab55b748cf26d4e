/// Clocks as parameters.
@NullMarked
package io.vedette.core.time;

import org.jspecify.annotations.NullMarked;

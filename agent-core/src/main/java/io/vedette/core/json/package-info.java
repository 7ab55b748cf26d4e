/// JSON that others wrote, read with bounds.
@NullMarked
package io.vedette.core.json;

import org.jspecify.annotations.NullMarked;

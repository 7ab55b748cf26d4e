/// Rings between two owners.
@NullMarked
package io.vedette.core.ring;

import org.jspecify.annotations.NullMarked;

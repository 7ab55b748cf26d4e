/// Compose files.
@NullMarked
package io.vedette.core.inject.compose;

import org.jspecify.annotations.NullMarked;

/// Manifests that have pods in them.
@NullMarked
package io.vedette.core.inject.kubernetes;

import org.jspecify.annotations.NullMarked;

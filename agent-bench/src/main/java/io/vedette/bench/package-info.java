/// Micro benchmarks of the hot path, one question each.
@NullMarked
package io.vedette.bench;

import org.jspecify.annotations.NullMarked;

/// Micro benchmarks of the hot path, one question each.
@NullMarked
package io.vedette.bench.micro;

import org.jspecify.annotations.NullMarked;

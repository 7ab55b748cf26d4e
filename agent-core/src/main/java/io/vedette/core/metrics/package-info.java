/// The agent's books as Prometheus reads them.
@NullMarked
package io.vedette.core.metrics;

import org.jspecify.annotations.NullMarked;

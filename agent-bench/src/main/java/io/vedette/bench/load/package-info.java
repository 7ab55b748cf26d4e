/// What the agent costs and how fast it is, in runs of the whole: real loads, the built agent, an endpoint.
@NullMarked
package io.vedette.bench.load;

import org.jspecify.annotations.NullMarked;

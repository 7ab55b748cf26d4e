/// What of the events is not wanted, set by who runs the agent.
@NullMarked
package io.vedette.core.filter;

import org.jspecify.annotations.NullMarked;

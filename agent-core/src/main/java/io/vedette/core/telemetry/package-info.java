/// What the agent knows of itself: books of events, distinct errors, health.
@NullMarked
package io.vedette.core.telemetry;

import org.jspecify.annotations.NullMarked;

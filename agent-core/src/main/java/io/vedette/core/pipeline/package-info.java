/// The way of an event through the agent: drain, per-container rings, ship, batch, spool.
@NullMarked
package io.vedette.core.pipeline;

import org.jspecify.annotations.NullMarked;

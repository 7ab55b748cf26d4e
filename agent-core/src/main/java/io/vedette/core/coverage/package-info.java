/// Which tasks are meant to have an agent, which have one that works, and what is wrong with the
/// others.
///
/// The endpoint tells it what agents deliver, people and platforms which tasks there are.
@NullMarked
package io.vedette.core.coverage;

import org.jspecify.annotations.NullMarked;

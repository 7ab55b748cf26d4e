/// What the agent allows itself: CPU, memory, priority, rights.
@NullMarked
package io.vedette.core.limits;

import org.jspecify.annotations.NullMarked;

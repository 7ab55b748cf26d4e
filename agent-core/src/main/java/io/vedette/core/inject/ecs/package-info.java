/// Definitions of ECS tasks, alone and in templates.
@NullMarked
package io.vedette.core.inject.ecs;

import org.jspecify.annotations.NullMarked;

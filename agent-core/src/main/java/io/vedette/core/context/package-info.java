/// What containers are: names, images, tasks, pods, users. Found out beside the way of the events.
@NullMarked
package io.vedette.core.context;

import org.jspecify.annotations.NullMarked;

/// Changes to files of other containers, watched from outside.
@NullMarked
package io.vedette.core.sensor.inotify;

import org.jspecify.annotations.NullMarked;

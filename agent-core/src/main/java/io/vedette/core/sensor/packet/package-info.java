/// Connections and DNS, read from the packets that pass.
@NullMarked
package io.vedette.core.sensor.packet;

import org.jspecify.annotations.NullMarked;

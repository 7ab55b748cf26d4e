/// Ways of watching processes, behind one interface.
@NullMarked
package io.vedette.core.sensor;

import org.jspecify.annotations.NullMarked;

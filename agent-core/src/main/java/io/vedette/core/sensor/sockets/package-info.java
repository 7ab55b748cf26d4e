/// The task's sockets, by asking the kernel (sock_diag) and procfs whose they are.
@NullMarked
package io.vedette.core.sensor.sockets;

import org.jspecify.annotations.NullMarked;

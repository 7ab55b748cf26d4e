package io.vedette.core.sensor.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.ffi.SocketCalls;
import org.junit.jupiter.api.Test;

class SocketDiagTest {

    /// Which no kernel has sockets of to tell.
    private static final int ICMP = 1;

    @Test
    void saysOfWhichProtocolTheKernelDoesNotTell() {
        try (SocketDiag sockets = new SocketDiag(new SocketCalls())) {
            assertThat(sockets.trouble(ICMP)).contains("protocol 1");
            assertThat(sockets.trouble(Endpoints.TCP)).isEmpty();
            assertThat(sockets.trouble(Endpoints.UDP)).isEmpty();
        }
    }
}

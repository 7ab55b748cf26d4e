package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.chaos.Shell;
import io.vedette.core.container.CProgram;
import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.event.RecordShape;
import io.vedette.core.sensor.packet.PacketSource;
import io.vedette.core.sensor.sockets.OwnConnects;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was seen by the time that a sensor is to end.
@Tag("container")
class ToldAtTheEndTest {

    private static final Path PROC = Path.of("/proc");
    private static final int DATAGRAMS = 900;
    private static final int FIRST_PEER = 9000;
    private static final int TURNS = 10;

    @TempDir
    private Path directory;

    /// Fewer than the ring takes, and more than are read at a time; each is the first to its peer.
    @Test
    void whatWaitsInTheRingIsTold() throws Exception {
        Path talk = CProgram.compile("talk", directory);
        int told = 0;
        long lost = 0;
        for (int i = 0; i < TURNS; i++) {
            try (ThreadedSensor sensor =
                    new ThreadedSensor("packets", PROC, new PacketSource(PROC, new OwnConnects()))) {
                assertThat(sensor.attach().kinds()).contains(Kinds.SEND);
                Shell.run("\"$1\" flood \"$2\" \"$3\"", "" + talk, directory + "/facts", "" + DATAGRAMS);
                sensor.detach();

                told += peers(sensor).size();
                long[] counted = {0};
                sensor.readCounts((cgroup, kind, row) -> counted[0] += kind == Kinds.SEND ? row.lost : 0);
                lost += counted[0];
            }
        }

        assertThat(told + lost).isEqualTo((long) TURNS * DATAGRAMS);
    }

    private static Set<Integer> peers(Sensor sensor) {
        Set<Integer> peers = new HashSet<>();
        while (sensor.waitingBytes() > 0) {
            sensor.poll(
                    (buffer, offset, length) -> {
                        DetailFlyweight event = new DetailFlyweight();
                        if (event.wrap(buffer, offset).kind() != Kinds.SEND) {
                            return;
                        }
                        event.wrap(buffer, offset, Objects.requireNonNull(RecordShape.of(Kinds.SEND)));
                        peers.add(event.u16(NetworkLayout.CONNECTION_REMOTE + RecordLayout.ADDRESS_PORT));
                    },
                    1000);
        }
        peers.removeIf(port -> port < FIRST_PEER || port >= FIRST_PEER + DATAGRAMS);
        return peers;
    }
}

package io.vedette.core.sensor.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.agrona.concurrent.UnsafeBuffer;

final class PacketFuzzTest {

    private static final int ROOM = 128;

    private final PacketView packet = new PacketView();

    @FuzzTest(maxDuration = "30s")
    void readsWithinItsBoundsWhateverComes(FuzzedDataProvider data) {
        int whole = data.consumeInt(0, 1 << 16);
        int offset = data.consumeInt(0, ROOM);
        byte[] bytes = data.consumeRemainingAsBytes();
        UnsafeBuffer exact = new UnsafeBuffer(bytes);
        int at = Math.min(offset, bytes.length);
        int length = bytes.length - at;

        boolean isRead = packet.read(exact, at, length, whole);

        if (isRead) {
            assertThat(packet.payloadLength()).isNotNegative();
            assertThat(packet.payloadOffset() + packet.payloadLength())
                    .isLessThanOrEqualTo(Math.max(bytes.length, packet.payloadOffset()));
            assertThat(packet.payloadWhole()).isGreaterThanOrEqualTo(packet.payloadLength());
            assertThat(packet.sender().localPort).isBetween(0, 0xFFFF);
        }
    }
}

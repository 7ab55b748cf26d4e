package io.vedette.core.sensor.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PacketViewTest {

    private static final String TCP_4 = "45000038000040004006000a" + "0a000001" + "0a000002" + "9c401f90" + "00000064"
            + "000000c8" + "6011ffff" + "00000000" + "0204ffd704020000" + "68656c6c";
    private static final String UDP_6 = "6000000000141140" + "00000000000000000000000000000001"
            + "00000000000000000000000000000002" + "0035c350" + "00140000" + "123481800001000000000000";

    private final PacketView packet = new PacketView();

    @Test
    void readsASegmentWithItsOptionsAndItsPayload() {
        byte[] bytes = HexFormat.of().parseHex(TCP_4);

        assertThat(packet.read(new UnsafeBuffer(bytes), 0, bytes.length, bytes.length))
                .isTrue();
        assertThat(packet.isTcp()).isTrue();
        assertThat(packet.sender().family).isEqualTo(2);
        assertThat(packet.sender().localIp).startsWith(10, 0, 0, 1, 0);
        assertThat(packet.sender().remoteIp).startsWith(10, 0, 0, 2, 0);
        assertThat(packet.sender().localPort).isEqualTo(40000);
        assertThat(packet.sender().remotePort).isEqualTo(8080);
        assertThat(packet.sequence()).isEqualTo(100);
        assertThat(packet.acknowledgement()).isEqualTo(200);
        assertThat(packet.has(PacketView.FIN)).isTrue();
        assertThat(packet.has(PacketView.ACK)).isTrue();
        assertThat(packet.has(PacketView.SYN)).isFalse();
        assertThat(packet.payloadOffset()).isEqualTo(44);
        assertThat(packet.payloadWhole()).isEqualTo(12);
    }

    @Test
    void countsThePayloadThatWasSentAndNotThatWhichIsThere() {
        byte[] bytes = HexFormat.of().parseHex(TCP_4.substring(0, 2 * 44));

        assertThat(packet.read(new UnsafeBuffer(bytes), 0, bytes.length, 1000)).isTrue();
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.payloadWhole()).isEqualTo(12);
    }

    @Test
    void readsADatagramOfTheSixthVersion() {
        byte[] bytes = HexFormat.of().parseHex(UDP_6);

        assertThat(packet.read(new UnsafeBuffer(bytes), 0, bytes.length, bytes.length))
                .isTrue();
        assertThat(packet.isTcp()).isFalse();
        assertThat(packet.sender().family).isEqualTo(10);
        assertThat(packet.sender().localPort).isEqualTo(53);
        assertThat(packet.sender().remotePort).isEqualTo(50000);
        assertThat(packet.payloadOffset()).isEqualTo(48);
        assertThat(packet.payloadLength()).isEqualTo(12);
    }

    @Test
    void refusesWhatHasNoWholeHeaders() {
        byte[] bytes = HexFormat.of().parseHex(TCP_4);

        for (int length = 0; length < 40; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThat(packet.read(new UnsafeBuffer(cut), 0, length, bytes.length))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }
}

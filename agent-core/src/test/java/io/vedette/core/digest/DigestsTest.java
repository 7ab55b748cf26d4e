package io.vedette.core.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestsTest {

    private static DigestRequest request(long inode) {
        byte[] path = "/bin/tool".getBytes(StandardCharsets.US_ASCII);
        return new DigestRequest(1, inode, 100, 1_000_000_007L * inode, path, 3, 42, 42, 1, true);
    }

    private static FileDigest digest(long inode) {
        return request(inode).found(new byte[] {(byte) inode});
    }

    @Test
    void findsAStateOfAFileAndNoOther() {
        DigestTable table = new DigestTable(64);
        table.put(digest(7));

        assertThat(table.find(1, 7, 100, 7_000_000_049L)).isNotNull();
        assertThat(table.find(2, 7, 100, 7_000_000_049L)).isNull();
        assertThat(table.find(1, 8, 100, 7_000_000_049L)).isNull();
        assertThat(table.find(1, 7, 101, 7_000_000_049L)).isNull();
        assertThat(table.find(1, 7, 100, 7_000_000_050L)).isNull();
    }

    @Test
    void keepsTheNewestWhenItIsFull() {
        DigestTable table = new DigestTable(16);
        IntStream.range(1, 1000).forEach(inode -> table.put(digest(inode)));

        assertThat(table.find(1, 999, 100, 1_000_000_007L * 999)).isNotNull();
        long kept = IntStream.range(1, 1000)
                .filter(inode -> table.find(1, inode, 100, 1_000_000_007L * inode) != null)
                .count();
        assertThat(kept).isEqualTo(16);
    }
}

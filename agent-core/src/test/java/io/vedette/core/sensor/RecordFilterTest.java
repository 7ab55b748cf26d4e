package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.FileLayout;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.NetworkLayout;
import io.vedette.core.event.RecordLayout;
import io.vedette.core.filter.Filters;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordFilterTest {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long CGROUP = 77;
    private static final Owner OWNER = new Owner(10, 1, 1, 1, CGROUP, 5, 6);

    private final RecordFilter filter = new RecordFilter();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[1024]);

    private boolean passes(int length) {
        boolean[] passed = {false};
        filter.before((buffer, offset, size) -> passed[0] = true).onRecord(record, 0, length);
        return passed[0];
    }

    private boolean connect() {
        RecordHeader.write(record, Kinds.CONNECT, NetworkLayout.CONNECTION_LENGTH, 1, OWNER);
        return passes(NetworkLayout.CONNECTION_LENGTH);
    }

    private boolean written(String path) {
        RecordHeader.write(record, Kinds.WRITE, FileLayout.WRITE_LENGTH, 1, OWNER);
        return passes(append(FileLayout.WRITE_LENGTH, path, FileLayout.WRITE_PATH_LEN));
    }

    private boolean made(String path) {
        RecordHeader.write(record, Kinds.OPEN, FileLayout.OPEN_LENGTH, 1, OWNER);
        return passes(append(FileLayout.OPEN_LENGTH, path, FileLayout.OPEN_PATH + FileLayout.NAMED_BASE_LEN));
    }

    private boolean moved(int kind, String path, String newPath) {
        RecordHeader.write(record, kind, FileLayout.MOVE_LENGTH, 1, OWNER);
        int length = append(FileLayout.MOVE_LENGTH, path, FileLayout.MOVE_PATH + FileLayout.NAMED_BASE_LEN);
        return passes(append(length, newPath, FileLayout.MOVE_NEW_PATH + FileLayout.NAMED_BASE_LEN));
    }

    private int append(int at, String path, int lengthField) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        record.putBytes(at, bytes);
        record.putShort(lengthField, (short) bytes.length, ORDER);
        record.putInt(RecordLayout.SIZE, at + bytes.length, ORDER);
        return at + bytes.length;
    }

    @BeforeEach
    void leaveOut() {
        filter.apply(
                new Filters(Map.of("dns", Kinds.DNS), List.of("/etc", "/v\u00e4r"), List.of("/etc/pam.d"), List.of()));
    }

    @Test
    void leavesOutKindsUntilTheyAreWantedAgain() {
        filter.apply(new Filters(Map.of("connect", Kinds.CONNECT), List.of(), List.of(), List.of()));
        assertThat(connect()).isFalse();
        assertThat(written("/etc/passwd")).isTrue();

        filter.apply(Filters.NONE);
        assertThat(connect()).isTrue();
    }

    @Test
    void leavesOutAContainerUntilItIsWantedAgain() {
        assertThat(filter.ignore(CGROUP, true)).isTrue();
        assertThat(filter.ignore(CGROUP, true)).isTrue();
        assertThat(connect()).isFalse();

        assertThat(filter.ignore(CGROUP, false)).isTrue();
        assertThat(connect()).isTrue();
    }

    @Test
    void saysWhenThereIsNoRoomForAnotherContainer() {
        for (long cgroup = 1; cgroup <= 4096; cgroup++) {
            assertThat(filter.ignore(cgroup, true)).isTrue();
        }
        assertThat(filter.ignore(5000, true)).isFalse();
        assertThat(filter.ignore(7, true)).isTrue();
    }

    @Test
    void leavesOutWhatIsBelowAPathAndNotWhatOnlyBeginsAlike() {
        assertThat(written("/etc/passwd")).isFalse();
        assertThat(made("/etc")).isFalse();
        assertThat(made("/v\u00e4r/x")).isFalse();
        assertThat(made("/etcetera")).isTrue();
        assertThat(written("/root/.ssh/id")).isTrue();
    }

    @Test
    void theLongerPathDecides() {
        assertThat(written("/etc/pam.d/sshd")).isTrue();
        assertThat(made("/etc/pam.d")).isTrue();
        assertThat(made("/etc/pam.d2")).isFalse();
    }

    @Test
    void aPathThatIsNotKnownIsTold() {
        assertThat(made("")).isTrue();
        assertThat(moved(Kinds.LINK, "", "/etc/hosts")).isTrue();
    }

    @Test
    void whatLeadsOutOfAPlaceOrIntoItIsTold() {
        assertThat(moved(Kinds.RENAME, "/etc/a", "/etc/b")).isFalse();
        assertThat(moved(Kinds.RENAME, "/etc/a", "/root/.bashrc")).isTrue();
        assertThat(moved(Kinds.RENAME, "/root/.bashrc", "/etc/a")).isTrue();
        assertThat(moved(Kinds.LINK, "/etc/a", "/etc/pam.d/a")).isTrue();
    }

    @Test
    void pathsAreNothingToEventsOfTheNetwork() {
        assertThat(connect()).isTrue();
    }
}

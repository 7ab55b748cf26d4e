package io.vedette.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class FlyweightTest {

    private static final int OFFSET = 24;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final ExecFlyweight exec = new ExecFlyweight();

    private void header(int size, int abi) {
        buffer.putInt(OFFSET + RecordLayout.SIZE, size);
        buffer.putShort(OFFSET + RecordLayout.ABI_OFFSET, (short) abi);
    }

    private int execRecord() {
        int size = RecordLayout.EXEC_LENGTH + 3 + 4 + 5 + 6;
        header(size, RecordLayout.ABI);
        buffer.putShort(OFFSET + RecordLayout.EXEC_BINARY_LEN, (short) 3);
        buffer.putShort(OFFSET + RecordLayout.EXEC_PATH_LEN, (short) 4);
        buffer.putShort(OFFSET + RecordLayout.EXEC_CWD_LEN, (short) 5);
        buffer.putInt(OFFSET + RecordLayout.EXEC_ARGS_LEN, 6);
        exec.wrap(buffer, OFFSET);
        return size;
    }

    @Test
    void findsThePartsOfTheTail() {
        int size = execRecord();

        assertThat(exec.isValid(size)).isTrue();
        assertThat(exec.binaryOffset()).isEqualTo(OFFSET + RecordLayout.EXEC_LENGTH);
        assertThat(exec.pathOffset()).isEqualTo(exec.binaryOffset() + 3);
        assertThat(exec.cwdOffset()).isEqualTo(exec.pathOffset() + 4);
        assertThat(exec.argsOffset()).isEqualTo(exec.cwdOffset() + 5);
        assertThat(exec.argsOffset() + exec.argsLength()).isEqualTo(OFFSET + size);
    }

    @Test
    void readsNumbersWhereTheRecordStarts() {
        execRecord();
        buffer.putInt(OFFSET + RecordLayout.TGID, 77);
        buffer.putLong(OFFSET + RecordLayout.CGROUP_ID, -2L);
        buffer.putInt(OFFSET + RecordLayout.EXEC_PROCESS + RecordLayout.PROCESS_UID, -1);
        buffer.putStringWithoutLengthAscii(OFFSET + RecordLayout.EXEC_PROCESS + RecordLayout.PROCESS_COMM, "name");

        assertThat(exec.tgid()).isEqualTo(77);
        assertThat(exec.cgroupId()).isEqualTo(-2L);
        assertThat(exec.process().uid()).isEqualTo(-1);
        assertThat(exec.process().commLength()).isEqualTo(4);
    }

    @Test
    void aRecordOfAnotherLengthThanItsSizeIsNotValid() {
        int size = execRecord();

        assertThat(exec.isValid(size - 1)).isFalse();
        assertThat(exec.isValid(size + 1)).isFalse();
    }

    @Test
    void aRecordOfAnotherAbiIsNotValid() {
        int size = execRecord();
        header(size, RecordLayout.ABI + 1);

        assertThat(exec.isValid(size)).isFalse();
    }

    @Test
    void aTailThatDoesNotFitIsNotValid() {
        int size = execRecord();
        buffer.putShort(OFFSET + RecordLayout.EXEC_PATH_LEN, (short) -1);
        assertThat(exec.isValid(size)).isFalse();

        execRecord();
        buffer.putInt(OFFSET + RecordLayout.EXEC_ARGS_LEN, -6);
        assertThat(exec.isValid(size)).isFalse();

        execRecord();
        buffer.putInt(OFFSET + RecordLayout.EXEC_ARGS_LEN, Integer.MAX_VALUE);
        assertThat(exec.isValid(size)).isFalse();
    }

    @Test
    void aRecordThatIsTooShortIsNotLookedInto() {
        UnsafeBuffer small = new UnsafeBuffer(new byte[8]);

        assertThat(exec.wrap(small, 0).isValid(8)).isFalse();
        assertThat(new ExecFailedFlyweight().wrap(small, 0).isValid(8)).isFalse();
        assertThat(new ForkFlyweight().wrap(small, 0).isValid(8)).isFalse();
        assertThat(new ExitFlyweight().wrap(small, 0).isValid(8)).isFalse();
        assertThat(new CgroupFlyweight().wrap(small, 0).isValid(8)).isFalse();
        assertThat(exec.isValid(-1)).isFalse();
    }

    @Test
    void takesAnExitStatusApart() {
        ExitFlyweight exit = new ExitFlyweight().wrap(buffer, 0);

        buffer.putInt(RecordLayout.EXIT_STATUS, 42 << 8);
        assertThat(exit.code()).isEqualTo(42);
        assertThat(exit.signal()).isZero();

        buffer.putInt(RecordLayout.EXIT_STATUS, 11 | 0x80);
        assertThat(exit.code()).isZero();
        assertThat(exit.signal()).isEqualTo(11);
        assertThat(exit.coreDumped()).isTrue();
    }
}

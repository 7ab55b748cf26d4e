package io.vedette.core.event;

/// Bits of a record's `incomplete` word: bit n stands for number n of `io.vedette.v1.Incomplete`.
public final class IncompleteBits {

    public static final int ARGS_CUT = 1 << 1;
    public static final int BINARY_CUT = 1 << 2;
    public static final int CWD_CUT = 1 << 3;
    public static final int CWD_UNKNOWN = 1 << 4;
    public static final int ARGS_UNKNOWN = 1 << 5;
    public static final int BINARY_UNKNOWN = 1 << 6;
    public static final int FROM_PROCFS = 1 << 7;
    public static final int MISSED_EXEC = 1 << 8;
    public static final int ANCESTORS_CUT = 1 << 9;
    public static final int PARENT_UNKNOWN = 1 << 10;
    public static final int PATH_CUT = 1 << 11;
    public static final int IDS_UNKNOWN = 1 << 12;

    public static final int PATH_UNRESOLVED = 1 << 13;
    public static final int PATH_UNKNOWN = 1 << 14;
    public static final int ADDRESS_UNKNOWN = 1 << 15;
    public static final int PAYLOAD_CUT = 1 << 16;
    public static final int TARGET_UNKNOWN = 1 << 17;
    public static final int ENVIRONMENT_CUT = 1 << 18;
    public static final int PROCESS_UNKNOWN = 1 << 19;
    public static final int BYTES_UNKNOWN = 1 << 20;

    private IncompleteBits() {}
}

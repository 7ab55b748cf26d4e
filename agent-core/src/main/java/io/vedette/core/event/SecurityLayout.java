package io.vedette.core.event;

import java.util.List;

/// Where the fields of the records of `record_security.h` are; the rules of [RecordLayout] hold.
public final class SecurityLayout {

    public static final int MEMFD_CREATE_FLAGS = 64;
    public static final int MEMFD_CREATE_FD = 68;
    public static final int MEMFD_CREATE_NAME_LEN = 72;
    public static final int MEMFD_CREATE_LENGTH = 80;

    static final List<RecordShape> SHAPES =
            List.of(RecordShape.of(Kinds.MEMFD_CREATE, MEMFD_CREATE_LENGTH, MEMFD_CREATE_NAME_LEN));

    private SecurityLayout() {}
}

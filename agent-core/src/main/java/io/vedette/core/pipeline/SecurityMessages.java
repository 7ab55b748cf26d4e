package io.vedette.core.pipeline;

import static io.vedette.core.event.SecurityLayout.*;
import static io.vedette.core.pipeline.DetailFields.bytes;
import static io.vedette.core.pipeline.DetailFields.sint32;
import static io.vedette.core.pipeline.DetailFields.uint32;

import io.vedette.core.event.Kinds;
import io.vedette.v1.MemfdCreate;
import java.util.List;

/// Messages of what processes do to each other and to themselves.
final class SecurityMessages {

    static final List<DetailMessage> ALL = List.of(DetailMessage.of(
            Kinds.MEMFD_CREATE,
            bytes(MemfdCreate.NAME_FIELD_NUMBER, 0),
            uint32(MemfdCreate.FLAGS_FIELD_NUMBER, MEMFD_CREATE_FLAGS),
            sint32(MemfdCreate.FD_FIELD_NUMBER, MEMFD_CREATE_FD)));

    private SecurityMessages() {}
}

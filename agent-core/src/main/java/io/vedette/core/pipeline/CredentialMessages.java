package io.vedette.core.pipeline;

import static io.vedette.core.event.SecurityLayout.*;
import static io.vedette.core.pipeline.DetailFields.nested;
import static io.vedette.core.pipeline.DetailFields.optionalUint32;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.IncompleteBits;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.ProcessFlyweight;
import io.vedette.v1.Capabilities;
import io.vedette.v1.Capset;
import io.vedette.v1.Ids;
import io.vedette.v1.SetGid;
import io.vedette.v1.SetUid;
import java.util.List;
import java.util.function.ToIntFunction;

/// Messages of ids and capabilities: new ones are the record's, old ones those of the image before it.
final class CredentialMessages {

    private static final int NEVER = -1;

    static final List<DetailMessage> ALL = List.of(
            DetailMessage.of(
                    Kinds.SET_UID,
                    nested(
                            SetUid.OLD_FIELD_NUMBER,
                            old(Ids.REAL_FIELD_NUMBER, ProcessFlyweight::uid),
                            old(Ids.EFFECTIVE_FIELD_NUMBER, ProcessFlyweight::euid),
                            old(Ids.SAVED_FIELD_NUMBER, ProcessFlyweight::suid)),
                    nested(
                            SetUid.NEW_FIELD_NUMBER,
                            optionalUint32(Ids.REAL_FIELD_NUMBER, CREDENTIALS_UID, NEVER),
                            optionalUint32(Ids.EFFECTIVE_FIELD_NUMBER, CREDENTIALS_EUID, NEVER),
                            optionalUint32(Ids.SAVED_FIELD_NUMBER, CREDENTIALS_SUID, NEVER),
                            optionalUint32(Ids.FILESYSTEM_FIELD_NUMBER, CREDENTIALS_FSUID, NEVER))),
            DetailMessage.of(
                    Kinds.SET_GID,
                    nested(
                            SetGid.OLD_FIELD_NUMBER,
                            old(Ids.REAL_FIELD_NUMBER, ProcessFlyweight::gid),
                            old(Ids.EFFECTIVE_FIELD_NUMBER, ProcessFlyweight::egid),
                            old(Ids.SAVED_FIELD_NUMBER, ProcessFlyweight::sgid)),
                    nested(
                            SetGid.NEW_FIELD_NUMBER,
                            optionalUint32(Ids.REAL_FIELD_NUMBER, CREDENTIALS_GID, NEVER),
                            optionalUint32(Ids.EFFECTIVE_FIELD_NUMBER, CREDENTIALS_EGID, NEVER),
                            optionalUint32(Ids.SAVED_FIELD_NUMBER, CREDENTIALS_SGID, NEVER),
                            optionalUint32(Ids.FILESYSTEM_FIELD_NUMBER, CREDENTIALS_FSGID, NEVER))),
            DetailMessage.of(
                    Kinds.CAPSET,
                    nested(Capset.OLD_FIELD_NUMBER, oldEffective()),
                    nested(
                            Capset.NEW_FIELD_NUMBER,
                            capabilities(Capabilities.EFFECTIVE_FIELD_NUMBER, CREDENTIALS_CAP_EFFECTIVE),
                            capabilities(Capabilities.PERMITTED_FIELD_NUMBER, CREDENTIALS_CAP_PERMITTED),
                            capabilities(Capabilities.INHERITABLE_FIELD_NUMBER, CREDENTIALS_CAP_INHERITABLE))));

    private CredentialMessages() {}

    /// Credentials are those of a thread: the image has the main thread's.
    private static boolean isKnown(DetailFlyweight record, EncodeContext context) {
        return context.imageIsKnown()
                && record.tid() == record.tgid()
                && (context.image().incomplete() & IncompleteBits.IDS_UNKNOWN) == 0;
    }

    private static FieldWriter old(int field, ToIntFunction<ProcessFlyweight> id) {
        return (writer, record, context) -> {
            if (isKnown(record, context)) {
                writer.uint32(field, id.applyAsInt(context.image().process()));
            }
        };
    }

    private static FieldWriter oldEffective() {
        return (writer, record, context) -> {
            if (isKnown(record, context)) {
                writer.fixed64(
                        Capabilities.EFFECTIVE_FIELD_NUMBER,
                        context.image().process().capEffective());
            }
        };
    }

    /// None is an answer too.
    private static FieldWriter capabilities(int field, int offset) {
        return (writer, record, context) -> writer.fixed64(field, record.i64(offset));
    }
}

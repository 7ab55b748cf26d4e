package io.vedette.core.pipeline;

import static io.vedette.core.event.FileLayout.*;
import static io.vedette.core.event.RecordLayout.FILE_DEVICE;
import static io.vedette.core.event.RecordLayout.FILE_INODE;
import static io.vedette.core.event.RecordLayout.FILE_LAYER;
import static io.vedette.core.event.RecordLayout.FILE_MODE;
import static io.vedette.core.pipeline.DetailFields.bool;
import static io.vedette.core.pipeline.DetailFields.bytes;
import static io.vedette.core.pipeline.DetailFields.either;
import static io.vedette.core.pipeline.DetailFields.givenPath;
import static io.vedette.core.pipeline.DetailFields.optionalUint32;
import static io.vedette.core.pipeline.DetailFields.path;
import static io.vedette.core.pipeline.DetailFields.sint32;
import static io.vedette.core.pipeline.DetailFields.uint16;
import static io.vedette.core.pipeline.DetailFields.uint32;
import static io.vedette.core.pipeline.DetailFields.uint64;
import static io.vedette.core.pipeline.DetailFields.uint8;

import io.vedette.core.event.Kinds;
import io.vedette.v1.Chmod;
import io.vedette.v1.Chown;
import io.vedette.v1.Link;
import io.vedette.v1.Mkdir;
import io.vedette.v1.Mount;
import io.vedette.v1.Open;
import io.vedette.v1.Rename;
import io.vedette.v1.Rmdir;
import io.vedette.v1.Setxattr;
import io.vedette.v1.Symlink;
import io.vedette.v1.Truncate;
import io.vedette.v1.Umount;
import io.vedette.v1.Unlink;
import io.vedette.v1.Write;
import java.util.List;

/// Messages of what processes do to files.
final class FileMessages {

    /// Parts of the tails of records: the string that was given for a path; the path itself follows it.
    private static final int GIVEN = 0;

    private static final int GIVEN_NEW = 2;
    private static final int CHANGE_NAME = 2;
    private static final int MOUNT_SOURCE = 0;
    private static final int MOUNT_FILESYSTEM = 1;
    private static final int MOUNT_GIVEN = 2;
    private static final int MOUNT_GIVEN_TARGET = 4;
    private static final int LEFT_AS_IT_WAS = -1;

    static final List<DetailMessage> ALL = List.of(
            open(),
            write(Kinds.WRITE),
            write(Kinds.CLOSE_WRITE),
            DetailMessage.of(
                    Kinds.RENAME,
                    path(Rename.PATH_FIELD_NUMBER, MOVE_PATH, GIVEN),
                    path(Rename.NEW_PATH_FIELD_NUMBER, MOVE_NEW_PATH, GIVEN_NEW),
                    givenPath(Rename.GIVEN_PATH_FIELD_NUMBER, MOVE_PATH, GIVEN),
                    givenPath(Rename.GIVEN_NEW_PATH_FIELD_NUMBER, MOVE_NEW_PATH, GIVEN_NEW),
                    uint32(Rename.FLAGS_FIELD_NUMBER, MOVE_FLAGS)),
            DetailMessage.of(
                    Kinds.LINK,
                    path(Link.PATH_FIELD_NUMBER, MOVE_PATH, GIVEN),
                    path(Link.NEW_PATH_FIELD_NUMBER, MOVE_NEW_PATH, GIVEN_NEW),
                    givenPath(Link.GIVEN_PATH_FIELD_NUMBER, MOVE_PATH, GIVEN),
                    givenPath(Link.GIVEN_NEW_PATH_FIELD_NUMBER, MOVE_NEW_PATH, GIVEN_NEW)),
            change(Kinds.UNLINK, Unlink.PATH_FIELD_NUMBER, Unlink.GIVEN_PATH_FIELD_NUMBER),
            change(Kinds.RMDIR, Rmdir.PATH_FIELD_NUMBER, Rmdir.GIVEN_PATH_FIELD_NUMBER),
            change(
                    Kinds.SYMLINK,
                    Symlink.PATH_FIELD_NUMBER,
                    Symlink.GIVEN_PATH_FIELD_NUMBER,
                    bytes(Symlink.TARGET_FIELD_NUMBER, CHANGE_NAME)),
            change(
                    Kinds.MKDIR,
                    Mkdir.PATH_FIELD_NUMBER,
                    Mkdir.GIVEN_PATH_FIELD_NUMBER,
                    uint32(Mkdir.MODE_FIELD_NUMBER, CHANGE_MODE)),
            change(
                    Kinds.CHMOD,
                    Chmod.PATH_FIELD_NUMBER,
                    Chmod.GIVEN_PATH_FIELD_NUMBER,
                    uint32(Chmod.MODE_FIELD_NUMBER, CHANGE_MODE)),
            change(
                    Kinds.CHOWN,
                    Chown.PATH_FIELD_NUMBER,
                    Chown.GIVEN_PATH_FIELD_NUMBER,
                    optionalUint32(Chown.UID_FIELD_NUMBER, CHANGE_UID, LEFT_AS_IT_WAS),
                    optionalUint32(Chown.GID_FIELD_NUMBER, CHANGE_GID, LEFT_AS_IT_WAS)),
            change(
                    Kinds.TRUNCATE,
                    Truncate.PATH_FIELD_NUMBER,
                    Truncate.GIVEN_PATH_FIELD_NUMBER,
                    uint64(Truncate.LENGTH_FIELD_NUMBER, CHANGE_AMOUNT)),
            change(
                    Kinds.SETXATTR,
                    Setxattr.PATH_FIELD_NUMBER,
                    Setxattr.GIVEN_PATH_FIELD_NUMBER,
                    bytes(Setxattr.NAME_FIELD_NUMBER, CHANGE_NAME),
                    uint64(Setxattr.SIZE_FIELD_NUMBER, CHANGE_AMOUNT)),
            change(
                    Kinds.UMOUNT,
                    Umount.TARGET_FIELD_NUMBER,
                    Umount.GIVEN_TARGET_FIELD_NUMBER,
                    uint32(Umount.FLAGS_FIELD_NUMBER, CHANGE_FLAGS),
                    sint32(Umount.ERRNO_FIELD_NUMBER, CHANGE_ERROR)),
            DetailMessage.of(
                    Kinds.MOUNT,
                    either(
                            MOUNT_SOURCE,
                            bytes(Mount.SOURCE_FIELD_NUMBER, MOUNT_SOURCE),
                            path(Mount.SOURCE_FIELD_NUMBER, MOUNT_ORIGIN, MOUNT_GIVEN)),
                    path(Mount.TARGET_FIELD_NUMBER, MOUNT_TARGET, MOUNT_GIVEN_TARGET),
                    bytes(Mount.FILESYSTEM_FIELD_NUMBER, MOUNT_FILESYSTEM),
                    uint64(Mount.FLAGS_FIELD_NUMBER, MOUNT_FLAGS),
                    uint8(Mount.CALL_FIELD_NUMBER, MOUNT_CALL),
                    sint32(Mount.ERRNO_FIELD_NUMBER, MOUNT_ERROR)));

    private FileMessages() {}

    private static DetailMessage open() {
        return DetailMessage.of(
                Kinds.OPEN,
                path(Open.PATH_FIELD_NUMBER, OPEN_PATH, GIVEN),
                givenPath(Open.GIVEN_PATH_FIELD_NUMBER, OPEN_PATH, GIVEN),
                uint32(Open.FLAGS_FIELD_NUMBER, OPEN_FLAGS),
                uint16(Open.MODE_FIELD_NUMBER, OPEN_FILE + FILE_MODE),
                uint64(Open.INODE_FIELD_NUMBER, OPEN_FILE + FILE_INODE),
                uint32(Open.DEVICE_FIELD_NUMBER, OPEN_FILE + FILE_DEVICE),
                uint8(Open.LAYER_FIELD_NUMBER, OPEN_FILE + FILE_LAYER),
                uint32(Open.COUNT_FIELD_NUMBER, OPEN_COUNT),
                uint64(Open.WINDOW_NS_FIELD_NUMBER, OPEN_WINDOW_NS),
                bool(Open.CREATED_FIELD_NUMBER, OPEN_CREATED),
                bool(Open.IO_URING_FIELD_NUMBER, OPEN_IO_URING),
                sint32(Open.ERRNO_FIELD_NUMBER, OPEN_ERROR));
    }

    private static DetailMessage write(int kind) {
        return DetailMessage.of(
                kind,
                bytes(Write.PATH_FIELD_NUMBER, 0),
                uint64(Write.INODE_FIELD_NUMBER, WRITE_FILE + FILE_INODE),
                uint32(Write.DEVICE_FIELD_NUMBER, WRITE_FILE + FILE_DEVICE),
                uint8(Write.LAYER_FIELD_NUMBER, WRITE_FILE + FILE_LAYER),
                uint64(Write.BYTES_FIELD_NUMBER, WRITE_BYTES),
                sint32(Write.FD_FIELD_NUMBER, WRITE_FD),
                bool(Write.IO_URING_FIELD_NUMBER, WRITE_IO_URING));
    }

    private static DetailMessage change(int kind, int path, int given, FieldWriter... own) {
        FieldWriter[] fields = new FieldWriter[own.length + 2];
        fields[0] = path(path, CHANGE_PATH, GIVEN);
        fields[1] = givenPath(given, CHANGE_PATH, GIVEN);
        System.arraycopy(own, 0, fields, 2, own.length);
        return DetailMessage.of(kind, fields);
    }
}

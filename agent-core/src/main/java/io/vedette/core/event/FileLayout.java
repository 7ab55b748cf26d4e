package io.vedette.core.event;

import java.util.ArrayList;
import java.util.List;

/// Where the fields of the records of `record_file.h` are; the rules of [RecordLayout] hold.
public final class FileLayout {

    public static final int NAMED_GIVEN_LEN = 0;
    public static final int NAMED_BASE_LEN = 2;
    public static final int NAMED_JOINED = 4;
    public static final int NAMED_LENGTH = 8;

    public static final int OPEN_FILE = 64;
    public static final int OPEN_PATH = 96;
    public static final int OPEN_WINDOW_NS = 104;
    public static final int OPEN_FLAGS = 112;
    public static final int OPEN_COUNT = 116;
    public static final int OPEN_ERROR = 120;
    public static final int OPEN_CREATED = 124;
    public static final int OPEN_IO_URING = 125;
    public static final int OPEN_LENGTH = 128;

    public static final int WRITE_FILE = 64;
    public static final int WRITE_BYTES = 96;
    public static final int WRITE_FD = 104;
    public static final int WRITE_PATH_LEN = 108;
    public static final int WRITE_IO_URING = 110;
    public static final int WRITE_LENGTH = 112;

    public static final int CHANGE_PATH = 64;
    public static final int CHANGE_AMOUNT = 72;
    public static final int CHANGE_MODE = 80;
    public static final int CHANGE_FLAGS = 84;
    public static final int CHANGE_UID = 88;
    public static final int CHANGE_GID = 92;
    public static final int CHANGE_ERROR = 96;
    public static final int CHANGE_NAME_LEN = 100;
    public static final int CHANGE_LENGTH = 104;

    public static final int MOVE_PATH = 64;
    public static final int MOVE_NEW_PATH = 72;
    public static final int MOVE_FLAGS = 80;
    public static final int MOVE_LENGTH = 88;

    public static final int MOUNT_ORIGIN = 64;
    public static final int MOUNT_TARGET = 72;
    public static final int MOUNT_FLAGS = 80;
    public static final int MOUNT_ERROR = 88;
    public static final int MOUNT_SOURCE_LEN = 92;
    public static final int MOUNT_FILESYSTEM_LEN = 94;
    public static final int MOUNT_CALL = 96;
    public static final int MOUNT_LENGTH = 104;

    public static final int OPEN_SLOT_LOCKED = 0;
    public static final int OPEN_SLOT_COUNT = 4;
    public static final int OPEN_SLOT_SINCE_NS = 8;
    public static final int OPEN_SLOT_FIRST_NS = 16;
    public static final int OPEN_SLOT_LAST_NS = 24;
    public static final int OPEN_SLOT_DENTRY = 32;
    public static final int OPEN_SLOT_MOUNT = 40;
    public static final int OPEN_SLOT_INODE = 48;
    public static final int OPEN_SLOT_IMAGE = 56;
    public static final int OPEN_SLOT_CGROUP_ID = 64;
    public static final int OPEN_SLOT_TGID = 72;
    public static final int OPEN_SLOT_FLAGS = 76;
    public static final int OPEN_SLOT_LENGTH = 80;

    public static final int FILE_CALL_KIND = 0;
    public static final int FILE_CALL_OTHER_KIND = 2;
    public static final int FILE_CALL_OTHER_MASK = 4;
    public static final int FILE_CALL_FOLLOW = 8;
    public static final int FILE_CALL_NO_FOLLOW = 12;
    public static final int FILE_CALL_JOINED = 16;
    public static final int FILE_CALL_DIRECTORY = 17;
    public static final int FILE_CALL_PATH = 18;
    public static final int FILE_CALL_NEW_DIRECTORY = 19;
    public static final int FILE_CALL_NEW_PATH = 20;
    public static final int FILE_CALL_NAME = 21;
    public static final int FILE_CALL_AMOUNT = 22;
    public static final int FILE_CALL_AMOUNT_HIGH = 23;
    public static final int FILE_CALL_MODE = 24;
    public static final int FILE_CALL_UID = 25;
    public static final int FILE_CALL_GID = 26;
    public static final int FILE_CALL_FLAGS = 27;
    public static final int FILE_CALL_SHORT_IDS = 28;
    public static final int FILE_CALL_FAILURES = 29;
    public static final int FILE_CALL_MOUNT_CALL = 30;
    public static final int FILE_CALL_ATTRIBUTE = 31;
    public static final int FILE_CALL_LENGTH = 32;

    static final List<RecordShape> SHAPES = shapes();

    private FileLayout() {}

    private static List<RecordShape> shapes() {
        List<RecordShape> shapes = new ArrayList<>();
        shapes.add(new RecordShape(
                Kinds.OPEN, OPEN_LENGTH, OPEN_COUNT, List.of(OPEN_PATH + NAMED_GIVEN_LEN, OPEN_PATH + NAMED_BASE_LEN)));
        shapes.add(RecordShape.of(Kinds.WRITE, WRITE_LENGTH, WRITE_PATH_LEN));
        shapes.add(RecordShape.of(Kinds.CLOSE_WRITE, WRITE_LENGTH, WRITE_PATH_LEN));
        for (int kind : new int[] {
            Kinds.UNLINK,
            Kinds.RMDIR,
            Kinds.SYMLINK,
            Kinds.MKDIR,
            Kinds.CHMOD,
            Kinds.CHOWN,
            Kinds.TRUNCATE,
            Kinds.SETXATTR,
            Kinds.UMOUNT
        }) {
            shapes.add(RecordShape.of(
                    kind, CHANGE_LENGTH, CHANGE_PATH + NAMED_GIVEN_LEN, CHANGE_PATH + NAMED_BASE_LEN, CHANGE_NAME_LEN));
        }
        for (int kind : new int[] {Kinds.RENAME, Kinds.LINK}) {
            shapes.add(RecordShape.of(
                    kind,
                    MOVE_LENGTH,
                    MOVE_PATH + NAMED_GIVEN_LEN,
                    MOVE_PATH + NAMED_BASE_LEN,
                    MOVE_NEW_PATH + NAMED_GIVEN_LEN,
                    MOVE_NEW_PATH + NAMED_BASE_LEN));
        }
        shapes.add(RecordShape.of(
                Kinds.MOUNT,
                MOUNT_LENGTH,
                MOUNT_SOURCE_LEN,
                MOUNT_FILESYSTEM_LEN,
                MOUNT_ORIGIN + NAMED_GIVEN_LEN,
                MOUNT_ORIGIN + NAMED_BASE_LEN,
                MOUNT_TARGET + NAMED_GIVEN_LEN,
                MOUNT_TARGET + NAMED_BASE_LEN));
        return List.copyOf(shapes);
    }
}

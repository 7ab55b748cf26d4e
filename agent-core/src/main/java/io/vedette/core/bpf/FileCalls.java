package io.vedette.core.bpf;

import static io.vedette.core.event.FileLayout.*;

import io.vedette.core.event.Kinds;
import io.vedette.core.ffi.Libbpf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.agrona.concurrent.UnsafeBuffer;

/// What the arguments of system calls on files are, for the programs that handle many calls each.
final class FileCalls {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final int RESOLVED = 0;
    private static final int JOINED = 1;
    private static final int FOLLOWED = 2;

    private static final int CWD = 6;
    private static final int NOTHING = 7;
    private static final int CALLS_32 = 512;

    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final int CREAT_FLAGS = 01101;
    private static final int MOUNT_CALL_MOUNT = 1;
    private static final int MOUNT_CALL_MOVE_MOUNT = 2;
    private static final int MOUNT_CALL_OPEN_TREE = 3;

    private static final List<Call> ALL = List.of(
            call("open", Kinds.OPEN).path(0).flags(1),
            call("openat", Kinds.OPEN).at(0, 1).flags(2),
            // The flags are behind this pointer.
            call("openat2", Kinds.OPEN).at(0, 1).flags(2).amount(2),
            call("creat", Kinds.OPEN).path(0).otherwise(0, CREAT_FLAGS),
            call("open_by_handle_at", Kinds.OPEN).opened(0).flags(2),
            call("rename", Kinds.RENAME).path(0).to(CWD, 1),
            call("renameat", Kinds.RENAME).at(0, 1).to(2, 3),
            call("renameat2", Kinds.RENAME).at(0, 1).to(2, 3).flags(4),
            call("link", Kinds.LINK).path(0).to(CWD, 1),
            call("linkat", Kinds.LINK).at(0, 1).to(2, 3).flags(4).follow(AT_SYMLINK_FOLLOW),
            call("unlink", Kinds.UNLINK).path(0),
            call("unlinkat", Kinds.UNLINK).at(0, 1).flags(2).otherwise(Kinds.RMDIR, AT_REMOVEDIR),
            call("rmdir", Kinds.RMDIR).path(0),
            call("symlink", Kinds.SYMLINK).path(1).name(0),
            call("symlinkat", Kinds.SYMLINK).at(1, 2).name(0),
            call("mkdir", Kinds.MKDIR).path(0).mode(1),
            call("mkdirat", Kinds.MKDIR).at(0, 1).mode(2),
            call("chmod", Kinds.CHMOD).followed(0).mode(1),
            call("fchmod", Kinds.CHMOD).opened(0).mode(1),
            call("fchmodat", Kinds.CHMOD).followedAt(0, 1).mode(2),
            call("fchmodat2", Kinds.CHMOD).followedAt(0, 1).mode(2).flags(3).noFollow(AT_SYMLINK_NOFOLLOW),
            call("chown", Kinds.CHOWN).followed(0).ids(1, 2),
            call("lchown", Kinds.CHOWN).path(0).ids(1, 2),
            call("fchown", Kinds.CHOWN).opened(0).ids(1, 2),
            call("chown32", Kinds.CHOWN).followed(0).ids(1, 2),
            call("lchown32", Kinds.CHOWN).path(0).ids(1, 2),
            call("fchown32", Kinds.CHOWN).opened(0).ids(1, 2),
            call("fchownat", Kinds.CHOWN).followedAt(0, 1).ids(2, 3).flags(4).noFollow(AT_SYMLINK_NOFOLLOW),
            call("truncate", Kinds.TRUNCATE).followed(0).amount(1),
            call("ftruncate", Kinds.TRUNCATE).opened(0).amount(1),
            call("truncate64", Kinds.TRUNCATE).followed(0).amount(1).amountHigh(2),
            call("ftruncate64", Kinds.TRUNCATE).opened(0).amount(1).amountHigh(2),
            call("setxattr", Kinds.SETXATTR).followed(0).name(1).amount(3),
            call("lsetxattr", Kinds.SETXATTR).path(0).name(1).amount(3),
            call("fsetxattr", Kinds.SETXATTR).opened(0).name(1).amount(3),
            call("setxattrat", Kinds.SETXATTR)
                    .followedAt(0, 1)
                    .flags(2)
                    .noFollow(AT_SYMLINK_NOFOLLOW)
                    .name(3)
                    .attribute(4),
            call("mount", Kinds.MOUNT).to(CWD, 1).name(2).flags(3).amount(0).mount(MOUNT_CALL_MOUNT),
            call("move_mount", Kinds.MOUNT).at(0, 1).to(2, 3).flags(4).mount(MOUNT_CALL_MOVE_MOUNT),
            call("open_tree", Kinds.MOUNT)
                    .followedAt(0, 1)
                    .flags(2)
                    .noFollow(AT_SYMLINK_NOFOLLOW)
                    .mount(MOUNT_CALL_OPEN_TREE),
            call("umount", Kinds.UMOUNT).followed(0).tellFailures(),
            call("umount2", Kinds.UMOUNT)
                    .followed(0)
                    .flags(1)
                    .noFollow(UMOUNT_NOFOLLOW)
                    .tellFailures());

    /// Calls of the 32-bit interface whose ids have 16 bits there.
    private static final List<String> SHORT_IDS = List.of("chown", "lchown", "fchown");

    private FileCalls() {}

    /// Names of the calls that the program for the kinds handles.
    static String[] names(Integer... kinds) {
        return ALL.stream()
                .filter(call -> Arrays.asList(kinds).contains(call.kind))
                .map(call -> call.name)
                .toArray(String[]::new);
    }

    /// Tells the programs.
    ///
    /// @return 0 or `-errno`
    static int fill(Libbpf libbpf, int mapFd, Syscalls numbers) {
        for (Call call : ALL) {
            int status = put(libbpf, mapFd, numbers.number(call.name), 0, call);
            if (status == 0) {
                call.bytes.putByte(FILE_CALL_SHORT_IDS, (byte) (SHORT_IDS.contains(call.name) ? 1 : 0));
                status = put(libbpf, mapFd, numbers.number32(call.name), CALLS_32, call);
                call.bytes.putByte(FILE_CALL_SHORT_IDS, (byte) 0);
            }
            if (status < 0) {
                return status;
            }
        }
        return 0;
    }

    private static int put(Libbpf libbpf, int mapFd, OptionalInt number, int base, Call call) {
        if (number.isEmpty()) {
            return 0;
        }
        UnsafeBuffer key = new UnsafeBuffer(ByteBuffer.allocateDirect(Integer.BYTES));
        key.putInt(0, base + number.getAsInt(), ORDER);
        return libbpf.update(mapFd, key.addressOffset(), call.bytes.addressOffset());
    }

    private static Call call(String name, int kind) {
        return new Call(name, kind);
    }

    /// A `vedette_file_call` in the making.
    private static final class Call {

        private final String name;
        private final int kind;
        private final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(FILE_CALL_LENGTH));

        Call(String name, int kind) {
            this.name = name;
            this.kind = kind;
            bytes.putShort(FILE_CALL_KIND, (short) kind, ORDER);
            bytes.setMemory(FILE_CALL_DIRECTORY, FILE_CALL_FLAGS + 1 - FILE_CALL_DIRECTORY, (byte) NOTHING);
            set(FILE_CALL_ATTRIBUTE, NOTHING);
        }

        private Call set(int field, int value) {
            bytes.putByte(field, (byte) value);
            return this;
        }

        private Call setInt(int field, int value) {
            bytes.putInt(field, value, ORDER);
            return this;
        }

        /// @param directory number of the argument
        Call at(int directory, int path) {
            return set(FILE_CALL_JOINED, JOINED)
                    .set(FILE_CALL_DIRECTORY, directory)
                    .set(FILE_CALL_PATH, path);
        }

        Call path(int path) {
            return at(CWD, path);
        }

        Call followedAt(int directory, int path) {
            return at(directory, path).set(FILE_CALL_JOINED, FOLLOWED);
        }

        Call followed(int path) {
            return followedAt(CWD, path);
        }

        Call opened(int fd) {
            return set(FILE_CALL_JOINED, RESOLVED).set(FILE_CALL_DIRECTORY, fd);
        }

        Call to(int directory, int path) {
            return set(FILE_CALL_NEW_DIRECTORY, directory).set(FILE_CALL_NEW_PATH, path);
        }

        Call name(int argument) {
            return set(FILE_CALL_NAME, argument);
        }

        Call amount(int argument) {
            return set(FILE_CALL_AMOUNT, argument);
        }

        Call amountHigh(int argument) {
            return set(FILE_CALL_AMOUNT_HIGH, argument);
        }

        Call attribute(int argument) {
            return set(FILE_CALL_ATTRIBUTE, argument);
        }

        Call mode(int argument) {
            return set(FILE_CALL_MODE, argument);
        }

        Call ids(int uid, int gid) {
            return set(FILE_CALL_UID, uid).set(FILE_CALL_GID, gid);
        }

        Call flags(int argument) {
            return set(FILE_CALL_FLAGS, argument);
        }

        Call follow(int mask) {
            return setInt(FILE_CALL_FOLLOW, mask);
        }

        Call noFollow(int mask) {
            return setInt(FILE_CALL_NO_FOLLOW, mask);
        }

        Call otherwise(int otherKind, int mask) {
            bytes.putShort(FILE_CALL_OTHER_KIND, (short) otherKind, ORDER);
            return setInt(FILE_CALL_OTHER_MASK, mask);
        }

        Call tellFailures() {
            return set(FILE_CALL_FAILURES, 1);
        }

        Call mount(int number) {
            return set(FILE_CALL_MOUNT_CALL, number).tellFailures();
        }
    }
}

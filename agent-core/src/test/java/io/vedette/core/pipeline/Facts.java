package io.vedette.core.pipeline;

import com.google.protobuf.ByteString;
import io.vedette.core.event.Kinds;

/// What records tell, as plain values: [RecordBytes] writes them as a sensor does, a model takes them as they
/// are.
public final class Facts {

    private Facts() {}

    /// A process: the header's part of it that stays the same for its life.
    public record Life(int tgid, long start, int parentTgid, long parentStart, long cgroupId, int mntNs, int pidNs) {}

    /// See [io.vedette.core.event.ProcessFlyweight].
    public record Ids(
            long capEffective,
            long inode,
            int device,
            int pid,
            int session,
            int processGroup,
            int uid,
            int gid,
            int euid,
            int egid,
            int suid,
            int sgid,
            int auid,
            int netNs,
            int ipcNs,
            int utsNs,
            int userNs,
            int cgroupNs,
            int timeNs,
            ByteString comm) {

        /// Of a process with nothing special about it.
        public static Ids plain(int pid) {
            return new Ids(
                    7,
                    1234,
                    0x800001,
                    pid,
                    pid,
                    pid,
                    1000,
                    1001,
                    1002,
                    1003,
                    1004,
                    1005,
                    -1,
                    11,
                    12,
                    13,
                    14,
                    15,
                    16,
                    ByteString.copyFromUtf8("name"));
        }
    }

    /// One record.
    public sealed interface Fact {
        Life life();

        long bootTimeNs();

        int tid();

        int incomplete();

        int kind();
    }

    public record ExecFact(
            Life life,
            long bootTimeNs,
            int tid,
            int incomplete,
            boolean running,
            Ids ids,
            int flags,
            int oldTid,
            int argsTotal,
            ByteString binary,
            ByteString path,
            ByteString cwd,
            ByteString args)
            implements Fact {

        @Override
        public int kind() {
            return running ? Kinds.RUNNING : Kinds.EXEC;
        }

        /// Of a binary that was called by its path.
        public static ExecFact plain(Life life, long bootTimeNs, String binary, String args) {
            ByteString path = ByteString.copyFromUtf8(binary);
            ByteString bytes = ByteString.copyFromUtf8(args);
            return new ExecFact(
                    life,
                    bootTimeNs,
                    life.tgid(),
                    0,
                    false,
                    Ids.plain(life.tgid()),
                    0,
                    life.tgid(),
                    bytes.size(),
                    path,
                    path,
                    ByteString.copyFromUtf8("/"),
                    bytes);
        }

        /// The same, found running by a snapshot.
        public ExecFact asRunning() {
            return asRunning(incomplete);
        }

        /// The same, found running by a snapshot that could not tell everything.
        public ExecFact asRunning(int missing) {
            return new ExecFact(
                    life, bootTimeNs, tid, missing, true, ids, flags, oldTid, argsTotal, binary, path, cwd, args);
        }
    }

    public record ExecFailedFact(
            Life life,
            long bootTimeNs,
            int tid,
            int incomplete,
            int error,
            int argsTotal,
            ByteString path,
            ByteString args)
            implements Fact {

        @Override
        public int kind() {
            return Kinds.EXEC_FAILED;
        }
    }

    public record ForkFact(
            Life life, long bootTimeNs, int tid, int incomplete, Life child, Ids childIds, long cloneFlags)
            implements Fact {

        @Override
        public int kind() {
            return Kinds.FORK;
        }

        public static ForkFact plain(Life life, long bootTimeNs, Life child) {
            return new ForkFact(life, bootTimeNs, life.tgid(), 0, child, Ids.plain(child.tgid()), 17);
        }
    }

    public record ExitFact(Life life, long bootTimeNs, int tid, int incomplete, int status) implements Fact {

        @Override
        public int kind() {
            return Kinds.EXIT;
        }

        public static ExitFact plain(Life life, long bootTimeNs) {
            return new ExitFact(life, bootTimeNs, life.tgid(), 0, 0);
        }
    }
}

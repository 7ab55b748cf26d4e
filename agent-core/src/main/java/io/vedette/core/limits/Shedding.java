package io.vedette.core.limits;

import io.vedette.core.event.Importance;
import io.vedette.core.event.Kinds;

/// What is done to save CPU, in steps: each level does a little more than the one below.
///
/// ```
/// level              1     2     3     4     5     6     7     8     9    10    11    12
/// repeated opens    5 s   5 s   5 s …
/// looks, batches    10 ms, 50 ms;  from 2 on 20 ms, 100 ms
/// files, all              4000  2000  2000  2000 …
/// least                         1000   500   250   125    62    31    15     7     3     1
/// other files                               1000   500   250   125    62    31    15    10
/// network                                               1000   500   250   125   100   100
/// security                                                          1000   500   250   200
/// processes                                                                     1000   500
/// ```
///
/// Rows of numbers are events a second of one container, all file kinds together in the third row, of each
/// kind in those below. The last figure of a row is its floor. Least are opens that only read, closes, sockets,
/// first datagrams and DNS.
///
/// @param level 0: nothing is left out
/// @param coalesceNs for how long repeated opens are told together, at least
/// @param turnNs between two looks at the rings while records come, at least
/// @param flushNs how old a batch gets, at least
/// @param fileRate file events a second of one container; 0: as configured
public record Shedding(int level, long coalesceNs, long turnNs, long flushNs, int fileRate) {

    /// All is told.
    public static final Shedding NONE = new Shedding(0, 0, 0, 0, 0);

    public static final int MAX_LEVEL = 12;

    /// Opens that only read have this place among the kinds: `VEDETTE_SHARE_READS`.
    public static final int READS = 0;

    private static final int FIRST_RATE = 1000;
    private static final long MS = 1_000_000;

    private enum Share {
        LEAST(3, 1),
        FILE(5, 10),
        NETWORK(7, 100),
        SECURITY(9, 200),
        PROCESS(11, 500);

        private final int fromLevel;
        private final int floor;

        Share(int fromLevel, int floor) {
            this.fromLevel = fromLevel;
            this.floor = floor;
        }
    }

    public static Shedding at(int level) {
        if (level == 0) {
            return NONE;
        }
        boolean first = level == 1;
        return new Shedding(
                level,
                5000 * MS,
                first ? 10 * MS : 20 * MS,
                first ? 50 * MS : 100 * MS,
                first ? 0 : level == 2 ? 4000 : 2000);
    }

    /// Whether any kind has a rate.
    public boolean leavesOut() {
        return level >= Share.LEAST.fromLevel;
    }

    /// Events a second of a kind that each container may tell.
    ///
    /// @return 0: no limit
    public int rate(int kind) {
        Share share = share(kind);
        return level < share.fromLevel ? 0 : Math.max(share.floor, FIRST_RATE >> (level - share.fromLevel));
    }

    private static Share share(int kind) {
        return switch (kind) {
            case READS, Kinds.CLOSE_WRITE, Kinds.SOCKET, Kinds.CLOSE_CONNECTION, Kinds.SEND, Kinds.DNS -> Share.LEAST;
            case Kinds.EXEC, Kinds.EXEC_FAILED, Kinds.FORK, Kinds.EXIT -> Share.PROCESS;
            // A socket that becomes standard input or output.
            case Kinds.DUP -> Share.NETWORK;
            default -> Kinds.importance(kind) == Importance.PROCESS ? Share.SECURITY : ofImportance(kind);
        };
    }

    private static Share ofImportance(int kind) {
        return Kinds.importance(kind) == Importance.NETWORK ? Share.NETWORK : Share.FILE;
    }
}

package io.vedette.core.sensor;

import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordHandler;
import io.vedette.core.event.RecordShape;
import io.vedette.core.filter.Filters;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/// Leaves out of user space's records what the filters don't want: kinds, cgroups, paths.
///
/// One thread, the drain. Makes no objects but for records of files while there are rules for paths.
final class RecordFilter {

    private static final int MAX_IGNORED = 4096;
    private static final int FIRST_FILE_KIND = Kinds.OPEN;
    private static final int LAST_FILE_KIND = Kinds.UMOUNT;
    private static final int ONLY_PART = 0;
    /// A path itself; before it stands what the caller gave.
    private static final int PATH_PART = 1;
    private static final int NEW_PATH_PART = 3;

    private final BitSet kindsOff = new BitSet();
    private final LongHashSet ignored = new LongHashSet();
    private final DetailFlyweight view = new DetailFlyweight();
    private Filters filters = Filters.NONE;
    private RecordHandler next = (buffer, offset, length) -> {};
    private final RecordHandler passing = this::pass;

    void apply(Filters wanted) {
        filters = wanted;
        kindsOff.clear();
        wanted.kindsOff().values().forEach(kindsOff::set);
    }

    /// @return false when there is no room for one more
    boolean ignore(long cgroupId, boolean ignore) {
        if (!ignore) {
            ignored.remove(cgroupId);
            return true;
        }
        return ignored.contains(cgroupId) || (ignored.size() < MAX_IGNORED && ignored.add(cgroupId));
    }

    /// @param handler of what is wanted; kept until the next call
    RecordHandler before(RecordHandler handler) {
        next = handler;
        return passing;
    }

    private void pass(DirectBuffer buffer, int offset, int length) {
        RecordFlyweight record = view.wrap(buffer, offset);
        if (!kindsOff.get(record.kind()) && !ignored.contains(record.cgroupId()) && isPathWanted(buffer, offset)) {
            next.onRecord(buffer, offset, length);
        }
    }

    private boolean isPathWanted(DirectBuffer buffer, int offset) {
        int kind = view.kind();
        if (filters.excludedPaths().isEmpty() || kind < FIRST_FILE_KIND || kind > LAST_FILE_KIND) {
            return true;
        }
        RecordShape shape = RecordShape.of(kind);
        if (shape == null) {
            return true;
        }
        view.wrap(buffer, offset, shape);
        if (kind == Kinds.WRITE || kind == Kinds.CLOSE_WRITE) {
            return isWanted(buffer, ONLY_PART);
        }
        // What leads out of a place that is not wanted, or into one, is told.
        boolean hasTwo = kind == Kinds.RENAME || kind == Kinds.LINK;
        return isWanted(buffer, PATH_PART) || (hasTwo && isWanted(buffer, NEW_PATH_PART));
    }

    private boolean isWanted(DirectBuffer buffer, int part) {
        byte[] path = new byte[view.partLength(part)];
        buffer.getBytes(view.partOffset(part), path);
        String text = new String(path, StandardCharsets.UTF_8);
        return longest(filters.excludedPaths(), text) <= longest(filters.includedPaths(), text);
    }

    private static int longest(Iterable<String> rules, String path) {
        int longest = 0;
        for (String rule : rules) {
            boolean isBelow = path.startsWith(rule)
                    && (path.length() == rule.length() || rule.endsWith("/") || path.charAt(rule.length()) == '/');
            longest = isBelow ? Math.max(longest, rule.length()) : longest;
        }
        return longest;
    }
}

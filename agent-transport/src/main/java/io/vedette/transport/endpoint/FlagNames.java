package io.vedette.transport.endpoint;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Names for the bits of a word of flags: a list, in the order of the definition, then each bit without a
/// name as `0x…`.
///
/// @param mask the bits that are one number, such as how a file is opened, and not flags
/// @param modes names of that number; one that has none stands as `0x…`
/// @param ignored bits that are not told
/// @param flags what takes several bits stands before what takes one of them
record FlagNames(long mask, NumberNames modes, long ignored, List<Flag> flags) implements Rendering {

    /// One flag.
    ///
    /// @param bits all of them must be set
    record Flag(String name, long bits) {}

    /// Flags alone: `name=bits`, separated by blanks; `name` alone is the bit above the one in front of it.
    static FlagNames of(String list) {
        return new FlagNames(0, new NumberNames(Map.of()), 0, parse(list));
    }

    FlagNames withModes(long modeMask, String list) {
        return new FlagNames(modeMask, NumberNames.of(list), ignored, flags);
    }

    FlagNames ignoring(long bits) {
        return new FlagNames(mask, modes, bits, flags);
    }

    List<String> namesOf(long word) {
        List<String> names = new ArrayList<>();
        long mode = word & mask;
        if (mask != 0) {
            String name = modes.names().get(mode);
            names.add(name == null ? "0x" + Long.toHexString(mode) : name);
        }
        long rest = word & ~mask & ~ignored;
        for (Flag flag : flags) {
            if ((rest & flag.bits()) == flag.bits()) {
                names.add(flag.name());
                rest &= ~flag.bits();
            }
        }
        for (; rest != 0; rest &= rest - 1) {
            names.add("0x" + Long.toHexString(Long.lowestOneBit(rest)));
        }
        return names;
    }

    @Override
    public Object of(Message owner, Object value) {
        return namesOf(Rendering.unsigned(value));
    }

    private static List<Flag> parse(String list) {
        List<Flag> flags = new ArrayList<>();
        long next = 1;
        for (String item : list.split(" ", -1)) {
            int equals = item.indexOf('=');
            long bits = equals < 0 ? next : Long.decode(item.substring(equals + 1));
            flags.add(new Flag(equals < 0 ? item : item.substring(0, equals), bits));
            next = bits << 1;
        }
        return List.copyOf(flags);
    }
}

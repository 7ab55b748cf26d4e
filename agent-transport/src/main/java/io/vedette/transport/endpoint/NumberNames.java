package io.vedette.transport.endpoint;

import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;

/// Names for the values of a number. A value without a name stays a number.
///
/// @param names by value
record NumberNames(Map<Long, String> names) implements Rendering {

    /// Reads `name=value` and `name`, which is one more than the name in front of it, from 0 on.
    static NumberNames of(String list) {
        Map<Long, String> names = new HashMap<>();
        long next = 0;
        for (String item : list.split(" ", -1)) {
            int equals = item.indexOf('=');
            long value = equals < 0 ? next : Long.decode(item.substring(equals + 1));
            names.put(value, equals < 0 ? item : item.substring(0, equals));
            next = value + 1;
        }
        return new NumberNames(Map.copyOf(names));
    }

    @Override
    public Object of(Message owner, Object value) {
        long number = Rendering.unsigned(value);
        String name = names.get(number);
        return name == null ? Rendering.number(number) : name;
    }
}

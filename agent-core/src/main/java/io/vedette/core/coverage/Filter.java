package io.vedette.core.coverage;

import java.util.Optional;

/// Which tasks a report is about. Empty is all.
public record Filter(String account, String cluster, String service, Optional<State> state) {

    public static final Filter ALL = new Filter("", "", "", Optional.empty());

    boolean takes(Row row) {
        return is(account, row.place().account())
                && is(cluster, row.place().cluster())
                && is(service, row.place().service())
                && state.filter(wanted -> wanted != row.state()).isEmpty();
    }

    private static boolean is(String wanted, String text) {
        return wanted.isEmpty() || wanted.equals(text);
    }
}

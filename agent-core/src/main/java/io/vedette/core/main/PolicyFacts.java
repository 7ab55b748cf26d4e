package io.vedette.core.main;

import io.vedette.core.config.ConfigException;
import io.vedette.core.policy.Attribute;
import io.vedette.core.policy.Facts;
import java.util.regex.Pattern;

/// What [PlaceOptions] and [TaskOptions] tell a policy.
final class PolicyFacts {

    private static final Pattern ACCOUNT = Pattern.compile("([0-9]{12})?");

    private PolicyFacts() {}

    /// @throws ConfigException with one line about the option that can't be used
    static Facts of(TaskOptions options) {
        return place(options)
                .named(Attribute.SERVICE, options.service)
                .put(Attribute.FAMILY, options.family)
                .put(Attribute.NAMESPACE, options.namespace)
                .put(Attribute.TAG, options.tags)
                .build();
    }

    /// @throws ConfigException with one line about the option that can't be used
    static Facts of(PlaceOptions options) {
        return place(options).build();
    }

    private static Facts.Builder place(PlaceOptions options) {
        if (!ACCOUNT.matcher(options.account).matches()) {
            throw new ConfigException("--account must be 12 digits, not \"" + options.account + "\"");
        }
        return new Facts.Builder()
                .named(Attribute.CLUSTER, options.cluster)
                .put(Attribute.ACCOUNT, options.account)
                .put(Attribute.REGION, options.region)
                .units(options.units)
                .put(Attribute.CLUSTER_TAG, options.clusterTags);
    }
}

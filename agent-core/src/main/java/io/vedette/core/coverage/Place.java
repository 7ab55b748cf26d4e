package io.vedette.core.coverage;

/// Where a task belongs. Empty is not known, or there is none.
///
/// @param account 12 digits
/// @param cluster its name
/// @param service of ECS; of Kubernetes the namespace and what keeps the pod there, `shop/web`
public record Place(String account, String region, String cluster, String service) {

    private static final String ARN = "arn:";
    private static final int ARN_PARTS = 6;

    static final Place UNKNOWN = new Place("", "", "", "");

    /// @param arn of anything in it, or nothing of the kind
    static Place ofArn(String arn, String cluster, String service) {
        String[] parts = arn.split(":", ARN_PARTS);
        return arn.startsWith(ARN) && parts.length == ARN_PARTS
                ? new Place(parts[4], parts[3], shortName(cluster), service)
                : new Place("", "", shortName(cluster), service);
    }

    /// The name that an ARN ends with, or what there is.
    static String shortName(String arn) {
        return arn.startsWith(ARN) ? arn.substring(arn.lastIndexOf('/') + 1) : arn;
    }

    /// This, and where it says nothing the other one.
    Place or(Place other) {
        return new Place(
                first(account, other.account),
                first(region, other.region),
                first(cluster, other.cluster),
                first(service, other.service));
    }

    private static String first(String text, String other) {
        return text.isEmpty() ? other : text;
    }
}

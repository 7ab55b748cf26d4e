package io.vedette.core.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.utils.builder.Buildable;

/// Reads what is registered as a task definition, without leniency: the SDK of AWS has to know each member.
public final class Definitions {

    private Definitions() {}

    /// @throws IllegalArgumentException naming what the SDK does not have, or has in another type
    public static RegisterTaskDefinitionRequest read(JsonNode definition) {
        RegisterTaskDefinitionRequest.Builder builder = RegisterTaskDefinitionRequest.builder();
        fill(builder, definition, "");
        return builder.build();
    }

    private static void fill(SdkPojo builder, JsonNode json, String place) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String there = place + "/" + member.getKey();
            SdkField<?> field = builder.sdkFields().stream()
                    .filter(known -> known.locationName().equals(member.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown: " + there));
            field.set(builder, value(field, member.getValue(), there));
        }
    }

    private static Object value(SdkField<?> field, JsonNode json, String place) {
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.LIST) && json.isArray()) {
            return list(field, json, place);
        }
        if (type.equals(MarshallingType.MAP) && json.isObject()) {
            return map(field, json, place);
        }
        if (type.equals(MarshallingType.SDK_POJO) && json.isObject()) {
            SdkPojo builder = field.constructor().get();
            fill(builder, json, place);
            return ((Buildable) builder).build();
        }
        return scalar(type, json, place);
    }

    private static List<Object> list(SdkField<?> field, JsonNode json, String place) {
        SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            items.add(value(item, json.get(i), place + "/" + i));
        }
        return items;
    }

    private static Map<String, Object> map(SdkField<?> field, JsonNode json, String place) {
        SdkField<?> item = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> members = new LinkedHashMap<>();
        json.properties().forEach(e -> members.put(e.getKey(), value(item, e.getValue(), place + "/" + e.getKey())));
        return members;
    }

    private static Object scalar(MarshallingType<?> type, JsonNode json, String place) {
        if (type.equals(MarshallingType.STRING) && json.isTextual()) {
            return json.asText();
        }
        if (type.equals(MarshallingType.INTEGER) && json.isInt()) {
            return json.asInt();
        }
        if (type.equals(MarshallingType.BOOLEAN) && json.isBoolean()) {
            return json.asBoolean();
        }
        throw new IllegalArgumentException("no " + type.getTargetClass().getSimpleName() + ": " + place);
    }
}

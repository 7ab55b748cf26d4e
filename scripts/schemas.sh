#!/usr/bin/env bash
# Makes anew what tests check the files in deploy/ by: the schema of Compose files, and one of CloudFormation templates with the
# resources of deploy/ecs. Takes npm and jq.
# shellcheck disable=SC2016 # variables of jq
set -euo pipefail

readonly target=agent-core/src/test/resources/io/vedette/core/deploy
readonly resources='["AWS::CloudFormation::Macro", "AWS::EC2::SecurityGroup", "AWS::EC2::VPCEndpoint", "AWS::IAM::Role",
  "AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::Route53::HostedZone", "AWS::Route53::RecordSet"]'

# Both packages are under licences that allow it: dclint's copy of Compose's schema Apache-2.0, cfnspec Apache-2.0.
readonly compose=dclint@3.1.0 cloudformation=@aws-cdk/cfnspec@2.72.1

# Everything but words, and under names that validators know.
readonly compose_rules='walk(if type == "object" then with_entries(select(.key != "description" or (.value | type) != "string")) else . end)
  | del(.["$id"], .title) | .["$schema"] = "http://json-schema.org/draft-07/schema#"'

readonly template='
  # A property or an item is what it is, or a function that gives it.
  def or_function: {anyOf: [., {"$ref": "#/definitions/function"}]};
  def json_type: {String: "string", Json: "object", Boolean: "boolean", Timestamp: "string"}[.] // (. | ascii_downcase);
  def shape($spec; $owner; $type; $primitive):
    if $primitive then {type: ($primitive | json_type)}
    elif $spec.PropertyTypes["\($owner).\($type)"] then {"$ref": "#/definitions/\($owner).\($type)"}
    else {"$ref": "#/definitions/\($type)"} end | or_function;
  def property($spec; $owner):
    if .Type == "List" then {type: "array", items: shape($spec; $owner; .ItemType; .PrimitiveItemType)} | or_function
    elif .Type == "Map" then {type: "object", additionalProperties: shape($spec; $owner; .ItemType; .PrimitiveItemType)} | or_function
    else shape($spec; $owner; .Type; .PrimitiveType) end;
  def members($spec; $owner): {
    type: "object", additionalProperties: false,
    properties: ((.Properties // {}) | map_values(property($spec; $owner))),
    required: [(.Properties // {}) | to_entries[] | select(.value.Required) | .key]};
  . as $spec
  | (reduce $names[] as $name ({}; . + {($name): ($spec.ResourceTypes[$name] | members($spec; $name))}
      + ($spec.PropertyTypes | with_entries(select(.key | startswith($name + "."))) | map_values(members($spec; $name))))) as $parts
  | {
    "$schema": "http://json-schema.org/draft-07/schema#", type: "object", additionalProperties: false, required: ["Resources"],
    properties: {
      AWSTemplateFormatVersion: {const: "2010-09-09"}, Description: {type: "string", maxLength: 1024},
      Parameters: {additionalProperties: {"$ref": "#/definitions/parameter"}},
      Conditions: {additionalProperties: {"$ref": "#/definitions/function"}},
      Resources: {minProperties: 1, additionalProperties: {
        required: ["Type"], oneOf: [$names[] as $name | {
          type: "object", additionalProperties: false, properties: {
            Type: {const: $name}, Properties: {"$ref": "#/definitions/\($name)"},
            Condition: {type: "string"}, DependsOn: {type: ["string", "array"]}}}]}},
      Outputs: {additionalProperties: {type: "object", additionalProperties: false, required: ["Value"],
        properties: {Description: {type: "string"}, Value: {type: "string"} | or_function, Condition: {type: "string"}}}}},
    definitions: ({
      function: {type: "object", minProperties: 1, maxProperties: 1, additionalProperties: false,
        patternProperties: {"^(Ref|Condition|Fn::[A-Z][A-Za-z0-9]+)$": {}}},
      parameter: {type: "object", additionalProperties: false, required: ["Type"], properties: {
        Type: {pattern: "^(String|Number|(List<)?AWS::[A-Za-z0-9:]+>?)$"}, Default: {type: "string"}, Description: {type: "string", maxLength: 4000},
        AllowedPattern: {type: "string"}, AllowedValues: {type: "array"}}},
      Tag: {type: "object", additionalProperties: false, required: ["Key", "Value"], properties: {
        Key: {type: "string"} | or_function, Value: {type: "string"} | or_function}}} + $parts),
    attributes: (reduce $names[] as $name ({}; . + {($name): ($spec.ResourceTypes[$name].Attributes // {} | keys)}))}'

# unpack PACKAGE FILE: the text of a file in an npm package.
unpack() {
  local folder
  folder=$(mktemp -d)
  (cd "$folder" && npm pack --silent "$1" >/dev/null)
  tar -xzOf "$folder"/*.tgz "package/$2"
  rm -r "$folder"
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p "$target"
unpack "$compose" schemas/compose.schema.json | jq "$compose_rules" >"$target/compose.schema.json"
unpack "$cloudformation" spec/specification.json \
  | jq --argjson names "$resources" "$template" >"$target/cloudformation.schema.json"

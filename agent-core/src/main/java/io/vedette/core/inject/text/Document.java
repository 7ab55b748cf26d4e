package io.vedette.core.inject.text;

import java.util.List;
import java.util.Set;

/// A text and the trees in it.
///
/// @param isJson whether it is JSON, which it then has to stay
/// @param roots one for each document of a YAML text
/// @param aliases anchors that are used somewhere
public record Document(Source source, boolean isJson, List<Node> roots, Set<String> aliases) {

    /// Reads JSON where it looks like it and is it, else YAML.
    ///
    /// @throws DefinitionException saying where it is neither
    public static Document parse(Source source) throws DefinitionException {
        String text = source.text().stripLeading();
        if (text.isEmpty()) {
            throw new DefinitionException("it is empty");
        }
        if (text.charAt(0) != '{' && text.charAt(0) != '[') {
            return YamlTree.parse(source);
        }
        try {
            return JsonTree.parse(source);
        } catch (DefinitionException noJson) {
            try {
                return YamlTree.parse(source);
            } catch (DefinitionException noYaml) {
                throw noJson;
            }
        }
    }
}

package io.vedette.core.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgsMaskTest {

    /// In these, arguments are apart by `|`, and what is to be masked stands between `<` and `>`.
    private static final Pattern SECRET = Pattern.compile("<[^>]*>");

    private static List<String> mask(ArgsMask mask, List<String> args) {
        List<String> masked = new ArrayList<>();
        mask.begin();
        for (String arg : args) {
            byte[] bytes = arg.getBytes(StandardCharsets.ISO_8859_1);
            int length = mask.next(new UnsafeBuffer(bytes), 0, bytes.length);
            masked.add(length < 0 ? arg : new String(mask.bytes(), 0, length, StandardCharsets.ISO_8859_1));
        }
        return masked;
    }

    private static void check(ArgsMask mask, String line) {
        Matcher secret = SECRET.matcher(line);
        List<String> plain = List.of(line.replaceAll("[<>]", "").split("\\|", -1));
        List<String> expected = List.of(secret.replaceAll("***").split("\\|", -1));

        assertThat(mask(mask, plain)).isEqualTo(expected);
    }

    private static ArgsMask standard() {
        return new ArgsMask(true, List.of(), 16384);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app|--password=<hunter2>|--port=80",
                "app|--password|<hunter2>|--port|80",
                "app|--PassWord|<hunter2>",
                "app|--db-password=<a b c>|x",
                "app|-password|<-hunter2>",
                "app|--password=|x",
                "app|--password|",
                "app|--password",
                "app|password=<hunter2>",
                "java|-Dspring.datasource.password=<x>|-jar|app.jar",
                "app|--token=<abc>|--api-key=<abc>|--api_key|<abc>|--apikey=<abc>",
                "app|--client-secret|<s3cr3t>",
                "env|AWS_SECRET_ACCESS_KEY=<wJalrXUtnFEMI/K7MDENG>|AWS_SESSION_TOKEN=<FwoGZXIvYXdzE>|ls",
                "env|AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
                "aws|configure|set|x|--aws_secret_access_key=<abc>",
                "docker|run|-e|MYSQL_ROOT_PASSWORD=<x y>|-p|80:80|mysql:8",
                "mysql|-u|root|-p<hunter2>|db",
                "/usr/bin/mysqldump|-p<hunter2>|--all",
                "mysql|-u|root|-p|db",
                "sshpass|-p|<hunter2>|ssh|-p|22|host",
                "sshpass|-p<hunter2>|ssh|host",
                "redis-cli|-a|<hunter2>|ping",
                "docker|login|-u|me|-p|<hunter2>|registry",
                "curl|-u|me:<hunter2>|https://host/",
                "curl|-ume:<hunter2>",
                "curl|-H|Authorization: <Bearer abc.def>|https://host/",
                "curl|-H|Authorization:<Basic bWU6aHVudGVyMg==>",
                "curl|-H|X-Api-Key: <abc>|-H|Accept: text/html",
                "curl|-d|{\"user\":\"me\",\"password\":\"<hunter2>\",\"n\":1}",
                "curl|-d|{\"token\": <12345>, \"n\":1}",
                "curl|https://me:<hunter2>@host:8080/path?q=1",
                "git|clone|https://x:<y>@host/a.git",
                "psql|postgresql://me:<p:w>@host/db?sslmode=x",
                "curl|https://host/path?user=me&token=<abc>&x=1",
                "curl|http://host:8080/a:b@c",
                "sh|-c|mysql -u root -p<hunter2> db",
                "sh|-c|export TOKEN=<abc> && run --password <hunter2> --port 80",
                "sh|-c|run --password \"<hunter 2>\" x",
                "sh|-c|curl -H 'Authorization: <Bearer abc def>' https://host",
                "sh|-c|curl -H \"X-Auth-Token: <abc>\" https://u:<p>@host",
                "sh|-c|PGPASSWORD='<a b>' psql -p 5432",
                "echo|ghp_<0123456789abcdefghij>|xoxb-<123456789012-abcdef>|glpat-<abcdefghij1234567890>",
                "echo|Bearer <abcdefgh123>|done",
                "app|bearer|<abcdefgh123>",
                "app|<-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----->|x",
                "npm|--//registry/:_authToken=<abc>",
            })
    void masksWhatIsSecret(String line) {
        check(standard(), line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls|-l|/etc/passwd",
                "mysql|--password-file=/run/x|--port=3306",
                "psql|--no-password|-h|host",
                "app|--token-url|https://host/token",
                "app|--passwords-file|x",
                "java|-Xmx64m|-cp|a:b:c|Main",
                "npm|npm_config_registry=x|hf_hub_download",
                "echo|bearer of news",
                "git|log|--author=me|--pretty=format:%h",
                "ssh|-p|22|host",
                "sh|-c|cd /a && make -j4 CC=gcc",
                "||",
                "",
            })
    void leavesWhatIsNot(String line) {
        check(standard(), line);
    }

    @Test
    void namesCanBeAdded() {
        ArgsMask mask = new ArgsMask(true, List.of("--license-id", "PIN"), 16384);

        check(mask, "app|--license-id=<abc>|--LICENSE_ID|<abc>|pin=<1>|--pinned=1|--password=<x>");
    }

    @Test
    void canBeTurnedOff() {
        check(new ArgsMask(false, List.of("x"), 16384), "app|--password=hunter2|-x|1");
    }

    @Test
    void aProgramKnowsNothingOfTheOneBefore() {
        ArgsMask mask = standard();

        check(mask, "sshpass|--password");
        check(mask, "ls|-p|plain");
    }

    @Test
    void bytesThatAreNoTextStay() {
        check(standard(), "\u00ff\u00fe|--password=<\u00ff\u0001>|\u0080x=\u00ff");
    }

    @Test
    void theRestGoesWhenThereAreMoreThanCanBeKeptApart() {
        String many = "x " + "token=abc ".repeat(Spans.MAX) + "token=abc and token=abc";

        String masked = mask(standard(), List.of(many)).getFirst();

        assertThat(masked).doesNotContain("abc").startsWith("x token=*** token=***");
    }

    @Test
    void anArgumentLongerThanAnySensorGivesIsNotTold() {
        assertThat(mask(new ArgsMask(true, List.of(), 4), List.of("hello"))).containsExactly("***");
    }
}

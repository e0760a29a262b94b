package io.jenkins.plugins.distrolessscan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The command line is tested with the libraries that the library plugins carry, or its tests say nothing about the plugin. */
class LibraryVersionsTest {
    private static final Pattern VERSION = Pattern.compile("-(\\d[^/]*)\\.jar$");
    private static final Pattern PROPERTY = Pattern.compile("<([a-z-]+)\\.version>([0-9][^<]*)</");

    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of("kubernetes-client", KubernetesClient.class),
                Arguments.of("jackson", ObjectMapper.class),
                Arguments.of("jackson-annotations", JsonProperty.class),
                Arguments.of("snakeyaml", Yaml.class),
                Arguments.of("bouncycastle", BouncyCastleProvider.class),
                Arguments.of("okhttp", OkHttpClient.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void theCommandLineHasTheVersionThatThePluginHas(String library, Class<?> type) throws Exception {
        assertThat(ofCommandLine(library)).isEqualTo(ofPlugin(type));
    }

    @Test
    void whatBothBuildsNameHasOneVersion() throws Exception {
        var commandLine = versions(Path.of("cli", "pom.xml"));
        var plugin = versions(Path.of("pom.xml"));
        plugin.keySet().retainAll(commandLine.keySet());
        assertThat(plugin).isNotEmpty();
        assertThat(commandLine).containsAllEntriesOf(plugin);
    }

    private static String ofCommandLine(String library) throws Exception {
        return versions(Path.of("cli", "pom.xml")).get(library);
    }

    private static Map<String, String> versions(Path pom) throws Exception {
        return PROPERTY.matcher(Files.readString(pom))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static String ofPlugin(Class<?> type) {
        var jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        var matcher = VERSION.matcher(jar);
        assertThat(matcher.find()).as(jar).isTrue();
        return matcher.group(1);
    }
}

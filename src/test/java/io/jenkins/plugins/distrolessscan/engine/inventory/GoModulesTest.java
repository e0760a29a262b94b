package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence.GoBinary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoModulesTest {
    @Test
    void theReleaseIsReadWithoutExperimentsAndVendorsSuffixes() {
        Map<String, String> versions = Map.of(
                "go1.26.8-X:boringcrypto", "1.26.8",
                "go1.26.8-X:nodwarf5", "1.26.8",
                "go1.22.3 X:loopvar", "1.22.3",
                "go1.21.6 (Red Hat 1.21.6-1.el9)", "1.21.6",
                "go1.25.3+auto", "1.25.3",
                "go1.27rc1", "1.27rc1",
                "go1.27-devel_8acd1d42 Fri", "",
                "devel go1.27-abc", "",
                "not go", "");
        versions.forEach((go, wanted) -> assertThat(
                        GoModules.of(new GoBinary("a", go, "")).modules().get(0).version())
                .as(go)
                .isEqualTo(wanted));
    }

    @Test
    void aReplacementByAFolderLeavesTheModuleWithoutAVersion() {
        for (String folder : List.of("..", ".", "./x", "../x", "/src/x", "C:\\x", "..\\x")) {
            assertThat(of("path\ta\nmod\ta\t(devel)\ndep\tgithub.com/example/shoplib\tv1.4.0\n=>\t" + folder
                            + "\t(devel)\t\n"))
                    .as(folder)
                    .containsExactly("stdlib 1.26", "a ", "github.com/example/shoplib ");
        }
        assertThat(of("mod\ta\tv1.0.0\ndep\tb\tv1\n=>\texample.com/c\tv2\th1:x\n"))
                .containsExactly("stdlib 1.26", "a v1.0.0", "example.com/c v2");
    }

    @Test
    void aCommitOfTheMainModuleIsNoVersionButThatOfADependencyIs() {
        String commit = "v0.0.0-20240102030405-abcdefabcdef";
        for (String main : List.of(commit, "v1.2.3+dirty", "v1.2.4-0.20240102030405-abcdefabcdef+dirty")) {
            assertThat(of("mod\ta\t" + main + "\ndep\tb\t" + commit + "\n"))
                    .containsExactly("stdlib 1.26", "a ", "b " + commit);
        }
    }

    @Test
    void aProgramWhoseOwnModuleOrModulesAreUnknownIsTold() {
        assertThat(unknown("path\tcommand-line-arguments\ndep\tb\tv1.0.0\n")).contains("named files");
        assertThat(unknown("path\ta\ndep\tb\tv1.0.0\n")).contains("does not name its own module");
        assertThat(unknown("")).contains("without a list of modules");
        assertThat(GoModules.of(new GoBinary("a", "go1.26", "mod\ta\tv1.0.0\n")).unknown())
                .isEmpty();
    }

    private static String unknown(String modules) {
        return GoModules.of(new GoBinary("a", "go1.26", modules)).unknown().orElseThrow();
    }

    private static List<String> of(String modules) {
        return GoModules.of(new GoBinary("a", "go1.26", modules)).modules().stream()
                .map(module -> module.name() + " " + module.version())
                .toList();
    }
}

package io.jenkins.plugins.distrolessscan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageErrorTest {
    private static final String SCAN = "scan --kubeconfig none -n shop --all-pods --image a.example/b:1 ";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return Main.line(Main.commands())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--treshold 80 | There is no option --treshold. See",
                "--token=hush-hush | There is no option --token; did you mean --token-file",
                "--token hush-hush | There is no option --token; did you mean --token-file",
                "-thush-hush | There is no option -t",
                "hush-hush | There is a word that is no option and names nothing to scan; that is pod/NAME,",
                "cronjob/hush-hush | There is a word that is no option and names nothing to scan; that is pod/NAME,",
                "--threshold hush-hush | --threshold wants a whole number.",
                "--max-targets hush-hush | --max-targets wants a whole number.",
                "--output | Missing required parameter for option '--output' (DIR).",
                "-n b | Option '--namespace' (NAME) should be specified only once.",
            })
    void wrongWordsAreOneSentenceThatNamesTheHelpAndRepeatsNoValue(String words, String sentence) {
        assertThat(run((SCAN + words).split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("distroless-scan: " + sentence)
                .endsWith(" See distroless-scan scan --help\n")
                .hasLineCount(1)
                .doesNotContain("hush");
    }

    @Test
    void aCommandThatDoesNotExistIsAnsweredWithThoseThatDo() {
        assertThat(run("scam", "-x")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "distroless-scan: There is no command of this name; there are scan, preflight, manifests, leftovers, rescan,"
                                + " data, demo, try");
    }

    @Test
    void aProxysPasswordIsNoArgument() {
        assertThat(run((SCAN + "--proxy http://me:hush-hush@proxy.example:3128").split(" ")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--proxy-file FILE").doesNotContain("hush");
    }

    @Test
    void whoSaysNothingAtAllGetsTheHelp() {
        assertThat(run("scan")).isEqualTo(2);
        assertThat(err.toString()).contains("'--image=IMAGE'", "Usage: distroless-scan scan", "--threshold=PERCENT");
    }

    @Test
    void aFolderOrFileWithoutANameIsRefusedBecauseAVariableWasProbablyEmpty(@TempDir Path temp) throws Exception {
        Path token = Files.writeString(temp.resolve("token"), "a.token");
        assertThat(run(
                        "scan",
                        "--server",
                        "https://127.0.0.1:1",
                        "--token-file",
                        token.toString(),
                        "-n",
                        "shop",
                        "--all-pods",
                        "--image",
                        "a.example/b:1",
                        "--output",
                        ""))
                .isEqualTo(2);
        assertThat(run("demo", "--output", "")).isEqualTo(2);
        assertThat(run("try", "--output", "")).isEqualTo(2);
        assertThat(run("scan", "--kubeconfig", "", "-n", "shop", "--all-pods", "--image", "a.example/b:1"))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(4);
        assertThat(err.toString().lines()).allMatch(line -> line.contains("has no name; is a variable empty?"));
    }

    @Test
    void everyExampleOfTheHelpCanBeCopied() {
        Main.line(Main.commands()).getSubcommands().forEach((name, command) -> {
            for (String line : command.getCommandSpec().usageMessage().footer()) {
                assertThat(line).as("%s: help is folded at 80 columns", name).hasSizeLessThanOrEqualTo(80);
            }
        });
    }
}

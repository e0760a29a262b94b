package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.model.PlainText;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line: {@code distroless-scan COMMAND ...}. Exit codes: 0 gates passed, 1 gate failed, 2 usage or
 * configuration error, 3 scan incomplete or not possible.
 */
@Command(
        name = "distroless-scan",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        description = "Scans what really runs in distroless pods and proves what the scan itself costs.",
        footer = {
            "",
            "Exit codes: 0 gates passed, 1 gate failed, 2 usage or configuration error,",
            "3 scan incomplete or not possible. Results on standard output, progress on standard error."
        })
public final class Main implements Runnable {
    private static final Map<String, Class<?>> COMMANDS = named(
            ScanCommand.class,
            PreflightCommand.class,
            ManifestsCommand.class,
            LeftoversCommand.class,
            RescanCommand.class,
            DataCommand.class,
            DemoCommand.class,
            TryCommand.class,
            PresetsCommand.class,
            CommandLine.HelpCommand.class);

    @Spec
    private CommandSpec spec;

    private Main() {}

    private static Map<String, Class<?>> named(Class<?>... commands) {
        Map<String, Class<?>> named = new LinkedHashMap<>();
        for (Class<?> command : commands) {
            named.put(command.getAnnotation(Command.class).name(), command);
        }
        return named;
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        // In UTF-8, as the report's files are, whatever the locale says.
        return run(
                line(commands(), args)
                        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8)),
                args);
    }

    static int run(CommandLine line, String... args) {
        try {
            return line.execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            // Left to the JVM it would end with 1, which says that a gate failed.
            return report(e, line.getErr());
        }
    }

    /** All commands. */
    static Object commands() {
        return new Main();
    }

    /**
     * A command whose failures become sentences and exit codes.
     *
     * @param words what was typed: a command that is named first is read without the others, which takes less time
     */
    static CommandLine line(Object command, String... words) {
        CommandLine line = new CommandLine(command);
        Class<?> named = words.length == 0 || words[0].equals("help") ? null : COMMANDS.get(words[0]);
        (named == null ? COMMANDS.values() : List.of(named)).forEach(line::addSubcommand);
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(UsageError::report)
                .setExecutionExceptionHandler((failure, failed, parsed) -> report(failure, failed.getErr()));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: scan, preflight, manifests, leftovers, data, presets, demo or try.");
    }

    private static int report(Throwable failure, PrintWriter err) {
        if (failure instanceof ScanException expected) {
            err.println("distroless-scan: " + PlainText.lines(expected.getMessage()));
            return expected.kind().exitCode();
        }
        if (failure instanceof InterruptedException) {
            err.println("distroless-scan: stopped");
            return ScanException.Kind.INTERRUPTED.exitCode();
        }
        if (failure instanceof OutOfMemoryError) {
            err.println(
                    "distroless-scan: there is not enough memory for this scan and its report; give Java more, such as"
                            + " java -Xmx512m -jar ... . A debug container that was added ends by itself.");
            return 3;
        }
        // The class alone: the message of an unexpected exception may hold anything.
        err.println("distroless-scan: internal error, please report it: "
                + failure.getClass().getName());
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("io.jenkins.plugins.distrolessscan")) {
                err.println("    at " + frame);
            }
        }
        return 3;
    }
}

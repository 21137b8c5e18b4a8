package rival;

import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.api.solver.event.BestSolutionChangedEvent;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import ai.timefold.solver.core.impl.solver.DefaultSolver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.TreeMap;
import rival.Domain.AgentDay;
import rival.Domain.Week;

/**
 * Solve a week: FACTS OUT SECONDS SEED THREADS BEGUN(0 or 1) MARK...
 *
 * <p>A line of OUT: seconds since the facts began to be read, then the choice of each day, -1 for
 * none; those that stood first and at each mark, of each thread. Threads are solves of their own,
 * with the seeds from SEED on: more for one solve need the commercial edition. Last lines: moves a
 * second of each.
 */
public final class Solve {
    private final long begun = System.nanoTime();
    private final double[] marks;
    private final TreeMap<Double, int[]> kept = new TreeMap<>();

    private Solve(double[] marks) {
        this.marks = marks;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        double[] marks = new double[args.length - 6];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = Double.parseDouble(args[6 + i]);
        }
        double seconds = Double.parseDouble(args[2]);
        int threads = Integer.parseInt(args[4]);
        List<Solve> solves = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        long[] moves = new long[threads];
        for (int i = 0; i < threads; i++) {
            Solve mine = new Solve(marks);
            int number = i;
            solves.add(mine);
            running.add(new Thread(() -> moves[number] = mine.run(
                Path.of(args[0]), seconds, Long.parseLong(args[3]) + number, args[5].equals("1"))));
        }
        for (Thread each : running) {
            each.start();
        }
        for (Thread each : running) {
            each.join();
        }
        try (PrintStream out = new PrintStream(args[1])) {
            for (Solve each : solves) {
                each.kept.forEach((when, choices) -> {
                    out.print(when);
                    for (int choice : choices) {
                        out.print(" " + choice);
                    }
                    out.println();
                });
            }
            for (long each : moves) {
                out.println("moves " + each);
            }
        }
    }

    /** Return the moves a second. */
    private long run(Path facts, double seconds, long seed, boolean isBegun) {
        Week week;
        try (BufferedReader reader = Files.newBufferedReader(facts)) {
            week = new Week(new Scanner(reader));
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
        SolverConfig config = new SolverConfig()
            .withSolutionClass(Week.class)
            .withEntityClasses(AgentDay.class)
            .withConstraintProviderClass(Rules.class)
            .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
            .withRandomSeed(seed)
            .withTerminationConfig(new TerminationConfig().withMillisecondsSpentLimit(
                Math.max(1000, (long) (1000 * (seconds - since())))));
        if (isBegun) {
            config = config.withPhases(new LocalSearchPhaseConfig());
        }
        Solver<Week> solver = SolverFactory.<Week>create(config).buildSolver();
        solver.addEventListener(this::see);
        solver.solve(week);
        return ((DefaultSolver<Week>) solver).getMoveEvaluationSpeed();
    }

    private double since() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void see(BestSolutionChangedEvent<Week> event) {
        Week week = event.getNewBestSolution();
        if (!event.isNewBestSolutionInitialized() || !week.score.isFeasible()) {
            return;
        }
        double now = since();
        if (kept.size() > 1) {
            double last = kept.lastKey();
            if (mark(last) == mark(now)) {
                kept.remove(last);
            }
        }
        kept.put(now, week.days.stream()
            .mapToInt(day -> day.choice == null ? -1 : day.choice.id).toArray());
    }

    private int mark(double when) {
        int passed = 0;
        while (passed < marks.length && marks[passed] < when) {
            passed++;
        }
        return passed;
    }
}

# Runs the sample without settings and checks that its table shows every status.
dotnet run --project samples/QuickStart | tee "$log"
for status in queued running completed failed stopped; do
  grep -Eq "^[0-9a-f-]{36}  .*  $status +[0-9]+ %  " "$log" || fail "the table has no run with status $status"
done

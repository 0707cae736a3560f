Register-ArgumentCompleter -Native -CommandName bizenv -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $typed = "$wordToComplete".Trim("'", '"')
    try {
        $env:BIZENV_COMPLETE = (@($words) + $typed) -join "`n"
        $items = & $commandAst.GetCommandName() __complete powershell 2>$null | ConvertFrom-Json
        foreach ($item in $items) {
            [System.Management.Automation.CompletionResult]::new($item.value, $item.shown, 'ParameterValue', $item.meaning)
        }
    } catch {
    } finally {
        Remove-Item Env:BIZENV_COMPLETE -ErrorAction SilentlyContinue
    }
}

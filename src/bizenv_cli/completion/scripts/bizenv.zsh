#compdef bizenv
# bizenv 的 zsh 补全
_bizenv() {
    local -a lines values shown
    local line
    lines=("${(@f)$("${(Q)words[1]/#\~\//$HOME/}" __complete zsh "$COLUMNS" "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    case $lines[1] in
        :files) _files; return ;;
        :folders) _files -/; return ;;
        :words|:menu) ;;
        *) return 1 ;;
    esac
    for line in "${(@)lines[2,-1]}"; do
        values+=("${line%%$'\t'*}")
        shown+=("${line#*$'\t'}")
    done
    (( $#values )) || return 1
    # 所列各项不以已打的字开头：从菜单里选，不以它们共同的开头换掉已打的字
    [[ $lines[1] == :menu && $#values -gt 1 ]] && compstate[insert]=menu
    compadd -U -V bizenv -l -d shown -a values
}
if [[ $funcstack[1] == _bizenv ]]; then
    _bizenv "$@"
else
    compdef _bizenv bizenv
fi
